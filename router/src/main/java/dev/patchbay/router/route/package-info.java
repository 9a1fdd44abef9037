/** What a routes file holds: routes, where their rules send, watched sources. */
package dev.patchbay.router.route;
