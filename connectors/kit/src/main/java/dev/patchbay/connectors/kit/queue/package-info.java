/**
 * The connector's queue: the messages that come out of it, when they come again, its dead letters.
 * Knows nothing of deliveries.
 */
package dev.patchbay.connectors.kit.queue;
