package dev.patchbay.connectors.kit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The real ledger, against moto's DynamoDB. */
final class DynamoLedgerTest extends LedgerContract {
  private static LedgerTable table;
  private static DynamoDbClient client;

  private final Ledger ledger = new DynamoLedger(client, LedgerTable.NAME, LedgerTable.KEPT, clock);

  @BeforeAll
  static void start() throws Exception {
    table = new LedgerTable();
    client = table.client();
  }

  @AfterAll
  static void stop() {
    if (table != null) {
      table.close();
    }
  }

  @Override
  Ledger ledger() {
    return ledger;
  }

  @Test
  void keepsWhatAPersonWantsToKnow() {
    Ledger.Key key = new Ledger.Key("github/default/1", "a-route/slack/0");
    ledger.claim(new Ledger.Wish(key, "push", Ledger.Revival.NONE), Duration.ofSeconds(90));
    ledger.record(
        key,
        new Ledger.Entry(
            "waiting", true, true, "retry", "HTTP 500", null, clock.instant().plusSeconds(5)));
    assertThat(item(key))
        .containsEntry("state", AttributeValue.fromS("waiting"))
        .containsEntry("reason", AttributeValue.fromS("HTTP 500"))
        .containsEntry("nextAt", AttributeValue.fromS("2026-11-23T10:00:05Z"));

    ledger.claim(new Ledger.Wish(key, "push", Ledger.Revival.NONE), Duration.ofSeconds(90));
    ledger.record(
        key, new Ledger.Entry("delivered", true, true, "delivered", null, "1700.0002", null));
    Map<String, AttributeValue> item = item(key);
    assertThat(item)
        .containsEntry("state", AttributeValue.fromS("delivered"))
        .containsEntry("attempts", AttributeValue.fromN("2"))
        .containsEntry("type", AttributeValue.fromS("push"))
        .containsEntry("receipt", AttributeValue.fromS("1700.0002"))
        .containsEntry("firstAt", AttributeValue.fromS("2026-11-23T10:00:00Z"))
        .containsEntry("expires", AttributeValue.fromN("1798020000"))
        .doesNotContainKeys("nextAt", "reason", "leaseUntil");
    assertThat(item.get("log").l())
        .extracting(line -> line.m().get("outcome").s())
        .containsExactly("retry", "delivered");
  }

  private static Map<String, AttributeValue> item(Ledger.Key key) {
    return client
        .getItem(
            get ->
                get.tableName(LedgerTable.NAME)
                    .key(
                        Map.of(
                            "pk", AttributeValue.fromS(key.event()),
                            "sk", AttributeValue.fromS(key.delivery()))))
        .item();
  }
}
