package dev.patchbay.connectors.kit.ledger;

import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Supplier;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * The ledger in DynamoDB: two conditional writes for a delivery, one to claim it and one to record
 * what became of it.
 */
public final class DynamoLedger implements Ledger {
  private final DynamoClaims claims;
  private final DynamoRecords records;

  /**
   * The ledger in a table.
   *
   * @param kept for how long a delivery is known after its last claim: as long as its event can be
   *     replayed, or it would be made again
   */
  public DynamoLedger(
      Supplier<DynamoDbClient> client, String table, Duration kept, InstantSource clock) {
    this.claims = new DynamoClaims(client, table, kept, clock);
    this.records = new DynamoRecords(client, table, clock);
  }

  @Override
  public Claim claim(Wish wish, Duration lease) {
    return claims.claim(wish, lease);
  }

  @Override
  public boolean record(Key key, Claim.Granted claim, Entry entry) {
    return records.record(key, claim.holder(), entry);
  }

  @Override
  public String state(Key key) {
    return records.state(key);
  }
}
