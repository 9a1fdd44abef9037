/** Samples of sources: the requests that they stand for, and the events that they make. */
package dev.patchbay.webhooks.sample;
