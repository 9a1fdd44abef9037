/** The tests of routes: given this event, these deliveries and no others. */
package dev.patchbay.router.tests;
