/**
 * The function around a connector, and how it is put together. Knows the SPI, SQS and DynamoDB, and
 * no connector by name. A message comes from {@code queue}; {@code delivery} asks the {@code
 * ledger} whose it is, the {@code digest} whether it is told alone and the {@code destination}
 * whether it may be called now; {@code completion} hears what became of it later. Start reading at
 * {@link dev.patchbay.connectors.kit.delivery.BatchWorker}.
 */
package dev.patchbay.connectors.kit;
