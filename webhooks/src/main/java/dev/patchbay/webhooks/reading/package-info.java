/**
 * Values of a request as an entry names them: places, the texts pieced together from them,
 * addresses.
 */
package dev.patchbay.webhooks.reading;
