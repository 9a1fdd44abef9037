package dev.patchbay.connectors.kit.completion;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.connectors.kit.MovingClock;
import dev.patchbay.connectors.kit.completion.Completions.Effect;
import dev.patchbay.connectors.kit.completion.Completions.Word;
import dev.patchbay.connectors.kit.ledger.DynamoLedger;
import dev.patchbay.connectors.kit.ledger.Ledger;
import dev.patchbay.connectors.kit.ledger.LedgerTable;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Last words in whatever order they come, against moto's DynamoDB. */
final class DynamoCompletionsTest {
  private static final Duration LEASE = Duration.ofSeconds(30);

  private static LedgerTable table;

  private final MovingClock clock = new MovingClock();
  private final Ledger ledger =
      new DynamoLedger(table::client, LedgerTable.NAME, LedgerTable.KEPT, clock);
  private final Completions completions =
      new DynamoCompletions(table::client, LedgerTable.NAME, clock);
  private final Ledger.Key key =
      new Ledger.Key("github/default/" + UUID.randomUUID(), "a-route/twilio/0");

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

  private Ledger.Claim claim(Ledger.Revival revival) {
    return ledger.claim(new Ledger.Wish(key, "push", revival), LEASE);
  }

  private void record(String state, String receipt) {
    claim(Ledger.Revival.NONE);
    ledger.record(key, new Ledger.Entry(state, true, true, state, null, receipt, null));
  }

  private Effect arrived(String receipt) {
    return completions.complete(new Word(key, receipt, true, "no reason"));
  }

  private Effect failed(String receipt) {
    return completions.complete(new Word(key, receipt, false, "error 30003"));
  }

  private Map<String, AttributeValue> item() {
    return table
        .client()
        .getItem(
            get ->
                get.tableName(LedgerTable.NAME)
                    .key(
                        Map.of(
                            "pk", AttributeValue.fromS(key.event()),
                            "sk", AttributeValue.fromS(key.delivery()))))
        .item();
  }

  private String state() {
    return item().get("state").s();
  }

  private List<String> log() {
    return item().get("log").l().stream().map(line -> line.m().get("outcome").s()).toList();
  }

  @Test
  void aDeliveryArrivesOnce() {
    record("delivered", "SM1");
    assertThat(arrived("SM1")).isEqualTo(Effect.WRITTEN);
    assertThat(arrived("SM1")).isEqualTo(Effect.NONE);
    assertThat(failed("SM1")).isEqualTo(Effect.NONE);
    assertThat(state()).isEqualTo("delivered");
    assertThat(log()).containsExactly("delivered", "arrived");
    assertThat(item()).doesNotContainKey("reason");
  }

  @Test
  void aDeliveryThatDidNotArriveSaysWhyWhateverComesLater() {
    record("delivered", "SM1");
    assertThat(failed("SM1")).isEqualTo(Effect.WRITTEN);
    assertThat(arrived("SM1")).isEqualTo(Effect.NONE);
    assertThat(state()).isEqualTo("undelivered");
    assertThat(item()).containsEntry("reason", AttributeValue.fromS("error 30003"));
    assertThat(log()).containsExactly("delivered", "undelivered");
    assertThat(claim(Ledger.Revival.NONE)).isEqualTo(new Ledger.Claim.Settled("undelivered"));
  }

  @Test
  void whatDidNotArriveIsMadeAgainByAReplayAndHasAWordOfItsOwn() {
    record("delivered", "SM1");
    failed("SM1");
    assertThat(claim(Ledger.Revival.DEAD)).isInstanceOf(Ledger.Claim.Granted.class);
    assertThat(arrived("SM2")).isEqualTo(Effect.TOO_EARLY);
    ledger.record(key, new Ledger.Entry("delivered", true, true, "delivered", null, "SM2", null));
    assertThat(arrived("SM1")).as("the first message's, late").isEqualTo(Effect.NONE);
    assertThat(arrived("SM2")).isEqualTo(Effect.WRITTEN);
    assertThat(state()).isEqualTo("delivered");
  }

  @Test
  void waitsForTheRecordOfADeliveryThatIsUnderWay() {
    claim(Ledger.Revival.NONE);
    assertThat(arrived("SM1")).isEqualTo(Effect.TOO_EARLY);
    assertThat(failed("SM1")).isEqualTo(Effect.TOO_EARLY);
  }

  @Test
  void provesWhatWasUnknown() {
    record("unknown", null);
    assertThat(arrived("SM1")).isEqualTo(Effect.WRITTEN);
    assertThat(state()).isEqualTo("delivered");
    assertThat(item()).containsEntry("receipt", AttributeValue.fromS("SM1"));
  }

  @Test
  void aDeadLetterThatSurelyFailedMayBePutBack() {
    record("unknown", null);
    assertThat(failed("SM1")).isEqualTo(Effect.WRITTEN);
    assertThat(claim(Ledger.Revival.UNKNOWN_TOO)).isInstanceOf(Ledger.Claim.Granted.class);
  }

  @Test
  void sparesASecondMessageWhenAnAttemptThatSeemedToFailHadWorked() {
    record("waiting", null);
    assertThat(failed("SM1")).as("it is tried again anyhow").isEqualTo(Effect.NONE);
    assertThat(arrived("SM1")).isEqualTo(Effect.WRITTEN);
    assertThat(claim(Ledger.Revival.NONE)).isEqualTo(new Ledger.Claim.Settled("delivered"));
  }

  @Test
  void knowsNothingOfWhatIsNotThere() {
    assertThat(arrived("SM1")).isEqualTo(Effect.NONE);
    assertThat(item()).isEmpty();
    record("delivered", "SM1");
    assertThat(arrived("SM2")).isEqualTo(Effect.NONE);
    assertThat(log()).containsExactly("delivered");
  }
}
