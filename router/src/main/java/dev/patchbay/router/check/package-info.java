/** What is wrong with routes, what AWS would refuse, and what becomes of their deliveries. */
package dev.patchbay.router.check;
