/** The ledger, and the memory of connectors that lies in its table. */
package dev.patchbay.connectors.kit.ledger;
