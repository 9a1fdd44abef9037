/** Events of a verified request, as its source's entry says. */
package dev.patchbay.webhooks.normalising;
