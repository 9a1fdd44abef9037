package dev.patchbay.connectors.kit.ledger;

import dev.patchbay.connectors.spi.Memory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The real memory, against moto's DynamoDB. */
final class DynamoMemoryTest extends MemoryContract {
  private static LedgerTable table;

  private final Memory memory = new DynamoMemory(table::client, LedgerTable.NAME, "slack", clock);

  @BeforeAll
  static void start() throws Exception {
    table = new LedgerTable();
  }

  @AfterAll
  static void stop() {
    if (table != null) {
      table.close();
    }
  }

  @Override
  protected Memory memory() {
    return memory;
  }
}
