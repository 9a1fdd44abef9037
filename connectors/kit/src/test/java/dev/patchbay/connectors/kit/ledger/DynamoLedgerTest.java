package dev.patchbay.connectors.kit.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The real ledger, against moto's DynamoDB. */
final class DynamoLedgerTest extends LedgerContract {
  private static LedgerTable table;
  private static DynamoDbClient client;

  private final Ledger ledger =
      new DynamoLedger(() -> client, LedgerTable.NAME, LedgerTable.KEPT, clock);

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
    AttributeValue expires =
        AttributeValue.fromN("" + clock.instant().plus(LedgerTable.KEPT).getEpochSecond());
    Map<String, AttributeValue> item = item(key);
    assertThat(item)
        .containsEntry("state", AttributeValue.fromS("delivered"))
        .containsEntry("attempts", AttributeValue.fromN("2"))
        .containsEntry("type", AttributeValue.fromS("push"))
        .containsEntry("receipt", AttributeValue.fromS("1700.0002"))
        .containsEntry("firstAt", AttributeValue.fromS("2026-11-23T10:00:00Z"))
        .containsEntry("expires", expires)
        .doesNotContainKeys("nextAt", "reason", "leaseUntil");
    assertThat(item.get("log").l())
        .extracting(line -> line.m().get("outcome").s())
        .containsExactly("retry", "delivered");
  }

  @Test
  void writesTwiceForADelivery() {
    List<String> calls = new ArrayList<>();
    ExecutionInterceptor counting =
        new ExecutionInterceptor() {
          @Override
          public void beforeExecution(
              Context.BeforeExecution context, ExecutionAttributes attributes) {
            calls.add(context.request().getClass().getSimpleName());
          }
        };
    try (DynamoDbClient counted = table.client(counting)) {
      Ledger twice = new DynamoLedger(() -> counted, LedgerTable.NAME, LedgerTable.KEPT, clock);
      Ledger.Key key = new Ledger.Key("github/default/4", "a-route/slack/0");
      twice.claim(new Ledger.Wish(key, "push", Ledger.Revival.NONE), Duration.ofSeconds(90));
      twice.record(key, new Ledger.Entry("delivered", true, true, "delivered", "", "1.1", null));
    }
    assertThat(calls).containsExactly("UpdateItemRequest", "UpdateItemRequest");
  }

  @Test
  void keepsALongAnswerOnceAndInTheLogItsBeginning() {
    Ledger.Key key = new Ledger.Key("github/default/2", "a-route/slack/0");
    String receipt = "日".repeat(1300);
    ledger.claim(new Ledger.Wish(key, "push", Ledger.Revival.NONE), Duration.ofSeconds(90));
    ledger.record(key, new Ledger.Entry("delivered", true, true, "delivered", "", receipt, null));
    assertThat(item(key)).containsEntry("receipt", AttributeValue.fromS(receipt));
    assertThat(item(key).get("log").l().getLast().m().get("receipt").s())
        .isEqualTo("日".repeat(165) + "…");
  }

  @Test
  void beginsALogAnewThatHasBecomeLong() {
    Ledger.Key key = new Ledger.Key("github/default/3", "a-route/slack/0");
    Ledger.Wish wish = new Ledger.Wish(key, "push", Ledger.Revival.NONE);
    for (int i = 0; i < 103; i++) {
      assertThat(ledger.claim(wish, Duration.ofSeconds(90)))
          .isInstanceOf(Ledger.Claim.Granted.class);
      ledger.record(
          key, new Ledger.Entry("waiting", true, true, "retry " + i, "r", null, clock.instant()));
    }
    assertThat(item(key).get("log").l())
        .extracting(line -> line.m().get("outcome").s())
        .containsExactly("retry 100", "retry 101", "retry 102");
    assertThat(item(key)).containsEntry("attempts", AttributeValue.fromN("103"));
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
