/** Events on the bus, and payloads that are too large for it beside it. */
package dev.patchbay.webhooks.publishing;
