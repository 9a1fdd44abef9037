/**
 * The engine that runs every declared connector: one HTTP request, described by the catalog entry.
 * Knows the kit, the SPI and the core; start reading at {@link
 * dev.patchbay.connectors.http.HttpConnector}.
 */
package dev.patchbay.connectors.http;
