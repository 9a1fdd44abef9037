/** Bodies by their content type: JSON, forms, XML; and values at paths of a payload. */
package dev.patchbay.webhooks.body;
