/** The ways in: a webhook of an HTTP API, and AWS's own events. */
package dev.patchbay.webhooks.intake;
