package dev.patchbay.local.aws.dynamodb;

import dev.patchbay.connectors.kit.ledger.DynamoLedger;
import dev.patchbay.connectors.kit.ledger.Ledger;
import dev.patchbay.connectors.kit.ledger.LedgerContract;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The ledger of a function, against the DynamoDB of the laptop. */
final class LedgerOnTheLaptopTest extends LedgerContract {
  private static KitsTable table;

  private final Ledger ledger =
      new DynamoLedger(table::client, KitsTable.NAME, Duration.ofDays(15), clock);

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
  protected Ledger ledger() {
    return ledger;
  }
}
