/** What a source is answered: to its questions, and to its events. */
package dev.patchbay.webhooks.handshake;
