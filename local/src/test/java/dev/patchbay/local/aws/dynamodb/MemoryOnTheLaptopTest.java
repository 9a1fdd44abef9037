package dev.patchbay.local.aws.dynamodb;

import dev.patchbay.connectors.kit.ledger.DynamoMemory;
import dev.patchbay.connectors.kit.ledger.MemoryContract;
import dev.patchbay.connectors.spi.Memory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The memory of a connector, against the DynamoDB of the laptop. */
final class MemoryOnTheLaptopTest extends MemoryContract {
  private static KitsTable table;

  private final Memory memory = new DynamoMemory(table::client, KitsTable.NAME, "slack", clock);

  @BeforeAll
  static void start() throws Exception {
    table = new KitsTable();
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
