/** Who may come in at all, before any signature is looked at. */
package dev.patchbay.webhooks.door;
