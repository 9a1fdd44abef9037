package dev.patchbay.connectors.kit.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttribute;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.SdkHttpResponse;
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
  protected Ledger ledger() {
    return ledger;
  }

  @Test
  void keepsWhatAPersonWantsToKnow() {
    Ledger.Key key = new Ledger.Key("github/default/1", "a-route/slack/0");
    Ledger.Claim.Granted held = claim(ledger, key);
    ledger.record(
        key,
        held,
        new Ledger.Entry(
            "waiting", true, true, "retry", "HTTP 500", null, clock.instant().plusSeconds(5)));
    assertThat(item(key))
        .containsEntry("state", AttributeValue.fromS("waiting"))
        .containsEntry("reason", AttributeValue.fromS("HTTP 500"))
        .containsEntry("nextAt", AttributeValue.fromS("2026-11-23T10:00:05Z"));

    clock.move(Duration.ofSeconds(5));
    held = claim(ledger, key);
    ledger.record(
        key, held, new Ledger.Entry("delivered", true, true, "delivered", null, "1700.0002", null));
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
      Ledger.Claim.Granted held = claim(twice, key);
      twice.record(
          key, held, new Ledger.Entry("delivered", true, true, "delivered", "", "1.1", null));
    }
    assertThat(calls).containsExactly("UpdateItemRequest", "UpdateItemRequest");
  }

  /**
   * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html
   */
  @Test
  void staysWithinOneWriteUnitForADeliveryThatWentWell() {
    Ledger.Key key =
        new Ledger.Key(
            "github/default/" + UUID.randomUUID(), "failed-deploys-of-production/slack/0");
    Ledger.Claim.Granted held = claim(ledger, key);
    Ledger.Entry delivered =
        new Ledger.Entry(
            "delivered", true, true, "delivered", null, "C024BE91L/1764237600.123456", null);
    ledger.record(key, held, delivered.answered("a".repeat(400)));
    assertThat(size(AttributeValue.fromM(item(key)))).isLessThan(1024 - 100);
  }

  private static int size(AttributeValue value) {
    return switch (value.type()) {
      case S -> value.s().getBytes(StandardCharsets.UTF_8).length;
      case N -> 21;
      case L -> 3 + value.l().stream().mapToInt(item -> 1 + size(item)).sum();
      case M ->
          3
              + value.m().entrySet().stream()
                  .mapToInt(entry -> 1 + entry.getKey().length() + size(entry.getValue()))
                  .sum();
      default -> throw new IllegalArgumentException(value.toString());
    };
  }

  @Test
  void keepsALongAnswerOnceAndInTheLogItsBeginning() {
    Ledger.Key key = new Ledger.Key("github/default/2", "a-route/slack/0");
    String receipt = "日".repeat(1300);
    Ledger.Claim.Granted held = claim(ledger, key);
    ledger.record(
        key, held, new Ledger.Entry("delivered", true, true, "delivered", "", receipt, null));
    assertThat(item(key)).containsEntry("receipt", AttributeValue.fromS(receipt));
    assertThat(item(key).get("log").l().getLast().m().get("receipt").s())
        .isEqualTo("日".repeat(165) + "…");
  }

  @Test
  void beginsALogAnewThatHasBecomeLong() {
    Ledger.Key key = new Ledger.Key("github/default/3", "a-route/slack/0");
    for (int i = 0; i < 103; i++) {
      Ledger.Claim.Granted held = claim(ledger, key);
      ledger.record(
          key,
          held,
          new Ledger.Entry("waiting", true, true, "retry " + i, "r", null, clock.instant()));
    }
    assertThat(item(key).get("log").l())
        .extracting(line -> line.m().get("outcome").s())
        .containsExactly("retry 100", "retry 101", "retry 102");
    assertThat(item(key)).containsEntry("attempts", AttributeValue.fromN("103"));
  }

  /** A client whose calls are all carried out, and whose first answers it never gets. */
  private static DynamoDbClient deaf() {
    return table.client(
        new ExecutionInterceptor() {
          private static final ExecutionAttribute<Boolean> ASKED =
              new ExecutionAttribute<>("dev.patchbay.asked");

          @Override
          public SdkHttpResponse modifyHttpResponse(
              Context.ModifyHttpResponse context, ExecutionAttributes attributes) {
            boolean isFirst = attributes.getAttribute(ASKED) == null;
            attributes.putAttribute(ASKED, true);
            return isFirst
                ? context.httpResponse().toBuilder().statusCode(500).build()
                : context.httpResponse();
          }
        });
  }

  @Test
  void knowsItsOwnLeaseWhereAnAnswerWasLost() {
    try (DynamoDbClient deaf = deaf()) {
      Ledger asked = new DynamoLedger(() -> deaf, LedgerTable.NAME, LedgerTable.KEPT, clock);
      Ledger.Key key = new Ledger.Key("github/default/5", "a-route/slack/0");
      Ledger.Claim.Granted first = claim(asked, key);
      assertThat(first.attempts()).isZero();
      assertThat(first.inDoubt()).isFalse();
      Ledger.Entry failed =
          new Ledger.Entry("waiting", true, true, "retry", "r", null, clock.instant());
      assertThat(asked.record(key, first, failed)).isTrue();
      Ledger.Claim.Granted second = claim(asked, key);
      assertThat(second.attempts()).isEqualTo(1);
      assertThat(second.last()).isEqualTo("retry");

      clock.move(Duration.ofSeconds(91));
      Ledger.Claim.Granted third = claim(asked, key);
      assertThat(third.attempts()).isEqualTo(2);
      assertThat(third.cutOff()).isEqualTo(second.first());
      Ledger.Entry dead = new Ledger.Entry("dead", true, true, "rejected", "r", null, null);
      assertThat(asked.record(key, third, dead.stillInDoubt())).isTrue();

      Ledger.Wish replay = new Ledger.Wish(key, "push", Ledger.Revival.DEAD);
      Ledger.Claim.Granted fourth =
          (Ledger.Claim.Granted) asked.claim(replay, Duration.ofSeconds(90));
      assertThat(fourth.attempts()).isZero();
      assertThat(fourth.inDoubt()).isTrue();
      assertThat(asked.record(key, fourth, failed)).isTrue();
      assertThat(item(key)).containsEntry("attempts", AttributeValue.fromN("1"));
      assertThat(item(key).get("log").l()).hasSize(3);
    }
  }

  private static Ledger.Claim.Granted claim(Ledger ledger, Ledger.Key key) {
    Ledger.Wish wish = new Ledger.Wish(key, "push", Ledger.Revival.NONE);
    return (Ledger.Claim.Granted) ledger.claim(wish, Duration.ofSeconds(90));
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
