/**
 * The destination: the sender that its secret makes, its rate, and its circuit, open while nothing
 * can work. Knows neither ledger nor queue.
 */
package dev.patchbay.connectors.kit.destination;
