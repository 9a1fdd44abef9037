package dev.patchbay.connectors.kit.digest;

import dev.patchbay.connectors.kit.MovingClock;
import dev.patchbay.connectors.kit.ledger.LedgerTable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The real windows, against moto's DynamoDB. */
final class DynamoDigestsTest extends DigestsContract {
  private static LedgerTable table;

  private final Digests digests =
      new DynamoDigests(table::client, LedgerTable.NAME, new MovingClock());

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
  protected Digests digests() {
    return digests;
  }
}
