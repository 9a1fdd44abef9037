package dev.patchbay.local.aws.dynamodb;

import dev.patchbay.connectors.kit.MovingClock;
import dev.patchbay.connectors.kit.digest.Digests;
import dev.patchbay.connectors.kit.digest.DigestsContract;
import dev.patchbay.connectors.kit.digest.DynamoDigests;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The windows of digests, against the DynamoDB of the laptop. */
final class DigestsOnTheLaptopTest extends DigestsContract {
  private static KitsTable table;

  private final Digests digests =
      new DynamoDigests(table::client, KitsTable.NAME, new MovingClock());

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
  protected Digests digests() {
    return digests;
  }
}
