/**
 * Where a request comes from: schemes, alternatives, times; and samples signed as a source would.
 */
package dev.patchbay.webhooks.signature;
