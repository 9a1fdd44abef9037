/**
 * Routes: read, checked, compiled to a nested stack, matched, explained and tested. Knows the
 * catalog and event-ruler, and no AWS client. Start at {@link dev.patchbay.router.reading.Routes}.
 */
package dev.patchbay.router;
