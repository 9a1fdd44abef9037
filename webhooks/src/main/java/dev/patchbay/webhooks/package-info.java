/**
 * Webhooks in, events out: signatures, handshakes, normalising, publishing. Knows core, EventBridge
 * and S3, and no source by name. Start reading at {@link dev.patchbay.webhooks.Intake}.
 */
package dev.patchbay.webhooks;
