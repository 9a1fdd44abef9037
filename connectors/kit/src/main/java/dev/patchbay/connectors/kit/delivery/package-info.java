/**
 * What becomes of a delivery: claimed, rendered, sent or held, and settled in the ledger, the queue
 * or the dead letters.
 */
package dev.patchbay.connectors.kit.delivery;
