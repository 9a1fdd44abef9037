/**
 * The EventBridge bus, and the queue that keeps what it does not take. Knows nothing of webhooks.
 */
package dev.patchbay.webhooks.bus;
