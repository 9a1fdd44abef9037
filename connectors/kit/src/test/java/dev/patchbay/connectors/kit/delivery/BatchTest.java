package dev.patchbay.connectors.kit.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.connectors.kit.ledger.Ledger;
import dev.patchbay.connectors.spi.Outcome;
import dev.patchbay.connectors.spi.Receipt;
import dev.patchbay.core.catalog.ConnectorEntry;
import dev.patchbay.core.json.Records;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;

/** Whole batches: what comes again, what comes twice, what was cut off. */
class BatchTest {
  private static final String DIGEST_OF_A_FAR_DAY =
      ", \"digest\": \"5m\", \"window\": \"9999-01-01T00:00:00Z\"";

  private final Workbench bench = new Workbench("unsafe", "park");

  private void failFor(String event) {
    bench.destination =
        delivery ->
            delivery.event().id().equals(event)
                ? new Outcome.Retry("HTTP 500")
                : new Outcome.Delivered(Receipt.NONE);
  }

  @Test
  void returnsOnlyTheMessageThatFailed() {
    failFor("2");
    assertThat(bench.invoke(Workbench.message("1"), Workbench.message("2"), Workbench.message("3")))
        .containsExactly("m1");
    assertThat(bench.hidden).containsOnlyKeys("m1");
  }

  @Test
  void makesTheDeliveriesOfABatchSideBySide() {
    CyclicBarrier all = new CyclicBarrier(5);
    bench.destination =
        _ -> {
          try {
            all.await(20, TimeUnit.SECONDS);
          } catch (Exception e) {
            throw new IllegalStateException(e);
          }
          return new Outcome.Delivered(Receipt.NONE);
        };
    String[] batch = new String[5];
    for (int i = 0; i < batch.length; i++) {
      batch[i] = Workbench.message("e" + i);
    }
    assertThat(bench.invoke(batch)).isEmpty();
    assertThat(bench.item("e4", 0).state()).isEqualTo("delivered");
  }

  @Test
  void sendsNothingTwice() {
    assertThat(bench.invoke(Workbench.message("1"))).isEmpty();
    assertThat(bench.invoke(Workbench.message("1"))).isEmpty();
    assertThat(bench.sent).hasSize(1);
  }

  @Test
  void sendsOnceWhatComesTwiceInOneBatch() {
    bench.invoke(Workbench.message("1"), Workbench.message("1"));
    assertThat(bench.sent).hasSize(1);
  }

  @Test
  void retriesOnlyTheDeliveryOfAMessageThatFailed() {
    String two =
        Workbench.message("1", Workbench.delivery(""), Workbench.delivery(", \"text\": \"b\""));
    bench.destination =
        delivery ->
            delivery.parameters().get("text").equals("b")
                ? new Outcome.Retry("HTTP 500")
                : new Outcome.Delivered(Receipt.NONE);
    assertThat(bench.invoke(two)).containsExactly("m0");
    bench.pass();
    assertThat(bench.invoke(two)).containsExactly("m0");
    assertThat(bench.sent).hasSize(3);
    assertThat(bench.item("1", 0).state()).isEqualTo("delivered");
    assertThat(bench.item("1", 1).attempts()).isEqualTo(2);
  }

  @Test
  void letsTheShortestPauseDecide() {
    String two =
        Workbench.message("1", Workbench.delivery(""), Workbench.delivery(", \"text\": \"b\""));
    bench.destination =
        delivery ->
            delivery.parameters().get("text").equals("b")
                ? new Outcome.Throttled(Duration.ofMinutes(30), "HTTP 429")
                : new Outcome.Retry("HTTP 500");
    bench.invoke(two);
    assertThat(bench.hidden.get("m0")).isLessThanOrEqualTo(Duration.ofSeconds(10));
  }

  @Test
  void triesNoDeliveryBeforeItsOwnPauseIsOver() {
    String two =
        Workbench.message("1", Workbench.delivery(""), Workbench.delivery(", \"text\": \"b\""));
    bench.destination = _ -> new Outcome.Retry("HTTP 500");
    bench.invoke(two);
    Instant first = bench.item("1", 0).last().next();
    Instant second = bench.item("1", 1).last().next();
    assertThat(Duration.between(first, second).abs()).isGreaterThan(Ledger.EARLY);
    int sooner = first.isBefore(second) ? 0 : 1;

    bench.pass();
    bench.destination = _ -> new Outcome.Delivered(Receipt.NONE);
    assertThat(bench.invoke(two)).containsExactly("m0");
    assertThat(bench.item("1", sooner).state()).isEqualTo("delivered");
    assertThat(bench.item("1", 1 - sooner).state()).isEqualTo("waiting");

    bench.pass();
    assertThat(bench.invoke(two)).isEmpty();
    assertThat(bench.sent).hasSize(4);
  }

  @Test
  void anotherCopyOfAMessageUsesUpNoAttempt() {
    bench.destination = _ -> new Outcome.Retry("HTTP 500");
    bench.invoke(Workbench.message("1"));
    bench.pass();
    bench.invoke(Workbench.message("1"));
    Duration pause = bench.hidden.get("m0");
    assertThat(pause).isGreaterThan(Ledger.EARLY);
    assertThat(bench.invoke(Workbench.message("1"))).containsExactly("m0");
    assertThat(bench.hidden.get("m0")).isBetween(pause, pause.plusSeconds(1));
    assertThat(bench.sent).hasSize(2);
    assertThat(bench.item("1", 0).attempts()).isEqualTo(2);
  }

  @Test
  void leavesToTheNextInvocationWhatCannotEndInThisOne() {
    assertThat(bench.invoke(5_000, Workbench.message("1"))).containsExactly("m0");
    assertThat(bench.sent).isEmpty();
    assertThat(bench.ledger.size()).isZero();
    assertThat(bench.hidden).containsEntry("m0", Duration.ofSeconds(1));
  }

  @Test
  void letsTheAgeLimitComeBeforeSqsGivesAMessageUp() {
    bench.destination = _ -> new Outcome.Throttled(Duration.ofSeconds(1), "HTTP 429");
    Duration day = Duration.ZERO;
    for (int receives = 1; receives < 990; receives++) {
      Workbench each = new Workbench("unsafe", "park");
      each.destination = bench.destination;
      each.received = Integer.toString(receives);
      each.invoke(Workbench.message("1"));
      day = day.plus(each.hidden.get("m0"));
      if (receives <= 100) {
        assertThat(each.hidden).containsEntry("m0", Duration.ofSeconds(1));
      }
    }
    assertThat(day).isGreaterThan(Duration.ofHours(24));
  }

  @Test
  void waitsForTheLeaseOfAnotherFunction() {
    claim("1");
    bench.clock.move(Workbench.LIMITS.lease().minusSeconds(10));
    assertThat(bench.invoke(Workbench.message("1"))).containsExactly("m0");
    assertThat(bench.hidden.get("m0")).isBetween(Duration.ofSeconds(10), Duration.ofSeconds(12));
    assertThat(bench.sent).isEmpty();
  }

  private void claim(String event) {
    Ledger.Key key = new Ledger.Key("github/default/" + event, "a-route/pager/0");
    bench.ledger.claim(new Ledger.Wish(key, "push", Ledger.Revival.NONE), Workbench.LIMITS.lease());
  }

  private void crash(Workbench in) {
    Ledger.Key key = new Ledger.Key("github/default/1", "a-route/pager/0");
    in.ledger.claim(new Ledger.Wish(key, "push", Ledger.Revival.NONE), Workbench.LIMITS.lease());
    in.clock.move(Workbench.LIMITS.lease().plusSeconds(1));
  }

  @Test
  void parksAnUnsafeDeliveryWhoseFunctionDiedUnderIt() {
    crash(bench);
    assertThat(bench.invoke(Workbench.message("1"))).isEmpty();
    assertThat(bench.sent).isEmpty();
    assertThat(bench.item("1", 0).state()).isEqualTo("unknown");
  }

  @Test
  void sendsAgainWhatMayBeSentAgainWhenItsFunctionDied() {
    Workbench safe = new Workbench("dedupable", "park");
    crash(safe);
    assertThat(safe.invoke(Workbench.message("1"))).isEmpty();
    assertThat(safe.sent).hasSize(1);

    Workbench resent = new Workbench("unsafe", "resend");
    crash(resent);
    assertThat(resent.invoke(Workbench.message("1"))).isEmpty();
    assertThat(resent.sent).hasSize(1);
  }

  @Test
  void asksWhatBecameOfADeliveryWhoseFunctionDied() {
    bench.history = _ -> Optional.of(new Receipt("found"));
    crash(bench);
    bench.invoke(Workbench.message("1"));
    assertThat(bench.sent).isEmpty();
    assertThat(bench.item("1", 0).last().receipt()).isEqualTo("found");

    Workbench absent = new Workbench("unsafe", "park");
    absent.history = _ -> Optional.empty();
    crash(absent);
    absent.invoke(Workbench.message("1"));
    assertThat(absent.sent).hasSize(1);
  }

  @Test
  void forgetsNoDoubtWhileADeliveryIsHeldBack() {
    crash(bench);
    bench.secret = null;
    assertThat(bench.invoke(Workbench.message("1"))).containsExactly("m0");
    assertThat(bench.item("1", 0).state()).isEqualTo("waiting");
    bench.secret = Map.of("token", "t0ken");
    bench.version = "2";
    bench.pass();
    assertThat(bench.invoke(Workbench.message("1"))).isEmpty();
    assertThat(bench.sent).isEmpty();
    assertThat(bench.item("1", 0).state()).isEqualTo("unknown");
  }

  @Test
  void endsAQuestionThatIsNeverAnswered() {
    java.util.concurrent.CountDownLatch never = new java.util.concurrent.CountDownLatch(1);
    bench.destination = _ -> new Outcome.Unknown("no answer");
    bench.history =
        _ -> {
          try {
            never.await();
          } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
          }
          return Optional.empty();
        };
    bench.invoke(Workbench.message("1"));
    assertThat(bench.item("1", 0).state()).isEqualTo("unknown");
    assertThat(bench.item("1", 0).last().reason()).isEqualTo("no answer");
  }

  @Test
  void leavesEnoughOfALeaseForTheLongestInvocation() {
    for (String deadline : List.of("15s", "25s", "840s")) {
      ConnectorEntry entry =
          Records.bind(Map.of("name", "x", "deadline", deadline), ConnectorEntry.class);
      Limits limits = Limits.of(entry);
      assertThat(limits.lease()).isGreaterThan(entry.timeout());
      assertThat(limits.least().plusSeconds(10)).isLessThan(entry.timeout());
      assertThat(entry.timeout()).isLessThanOrEqualTo(ConnectorEntry.LONGEST_TIMEOUT);
      assertThat(limits.lease()).isLessThan(entry.timeout().multipliedBy(6)); // ConnectorStack
    }
  }

  @Test
  void givesUpAndCountsWhatWasHandedOutTooOftenBeforeSqsDoesAndCountsNothing() {
    bench.received = "989";
    bench.destination = _ -> new Outcome.Retry("HTTP 500");
    bench.invoke(Workbench.message("1"));
    assertThat(bench.buried).isEmpty();

    bench.received = "990";
    assertThat(bench.invoke(Workbench.message("2"))).isEmpty();
    assertThat(bench.buried).hasSize(1);
    assertThat(bench.buried.getFirst().attributes())
        .containsEntry("state", "dead")
        .containsEntry("reason", "handed out 990 times, and came to no end");
    assertThat(bench.sent).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "no json",
        "[]",
        "{}",
        "{\"route\": \"r\", \"deliveries\": [1], \"event\": {\"detail\": {\"id\": \"1\"}}}",
        "{\"route\": \"r\", \"deliveries\": [\"x\"],"
            + " \"event\": {\"detail\": {\"id\": \"1\", \"source\": \"s\"}}}",
        "{\"route\": \"r\", \"deliveries\": [{\"connector\": \"other\"}],"
            + " \"event\": {\"detail\": {\"id\": \"1\", \"source\": \"s\"}}}",
        "{\"route\": \"r\", \"deliveries\": [{\"connector\": \"pager\", \"digest\": \"5m\","
            + " \"window\": \"noon\"}], \"event\": {\"detail\": {\"id\": \"1\", \"source\":"
            + " \"s\"}}}",
        "{\"route\": \"r\", \"deliveries\": [{\"connector\": \"pager\", \"window\": 5}],"
            + " \"event\": {\"detail\": {\"id\": \"1\", \"source\": \"s\"}}}"
      })
  @MethodSource("keysThatNoLedgerHolds")
  void buriesWhatIsNoMessageOfARoute(String body) {
    assertThat(bench.invoke(body, Workbench.message("1"))).isEmpty();
    assertThat(bench.buried).hasSize(1);
    assertThat(bench.buried.getFirst().attributes())
        .containsEntry("state", "dead")
        .hasEntrySatisfying("reason", why -> assertThat(why).startsWith("malformed message"));
    assertThat(bench.sent).hasSize(1);
  }

  static List<String> keysThatNoLedgerHolds() {
    return List.of(
        Workbench.message("1".repeat(2048)),
        Workbench.message("1").replace("a-route", "a-route".repeat(150)));
  }

  /**
   * As DynamoDB refuses an item that is too large, and as code falls over what it did not expect.
   */
  @Test
  void buriesWhatCannotBeClaimedOrTimedHoweverOftenItComes() {
    bench.ledger.refusing =
        DynamoDbException.builder()
            .awsErrorDetails(AwsErrorDetails.builder().errorCode("ValidationException").build())
            .build();
    assertThat(bench.invoke(Workbench.message("1"))).isEmpty();
    bench.ledger.refusing = new DateTimeException("far");
    assertThat(bench.invoke(Workbench.message("1"))).isEmpty();
    assertThat(bench.buried).hasSize(2);
  }

  @Test
  void leavesInTheQueueWhatTheLedgerDoesNotAnswerFor() {
    bench.ledger.refusing = SdkClientException.create("no answer");
    assertThat(bench.invoke(Workbench.message("1"))).containsExactly("m0");
    assertThat(bench.buried).isEmpty();
  }

  /** What waits for longer than a queue keeps it is lost. */
  @Test
  void waitsNoLongerForAWindowThanANewOneLasts() {
    bench.invoke(Workbench.message("1", Workbench.delivery(DIGEST_OF_A_FAR_DAY)));
    bench.clock.move(Duration.ofMinutes(6));
    bench.invoke(Workbench.message("1", Workbench.delivery(DIGEST_OF_A_FAR_DAY)));
    assertThat(bench.sent).hasSize(1);
  }

  @Test
  void beginsARedrivenDeadLetterAnewWithAllItsAttempts() {
    bench.destination = _ -> new Outcome.Rejected("no such channel");
    bench.invoke(Workbench.message("1", "{\"connector\": \"other\"}", Workbench.delivery("")));
    Workbench.Letter letter = bench.buried.removeFirst();

    bench.destination = _ -> new Outcome.Retry("HTTP 500");
    assertThat(bench.redrive(letter)).containsExactly("m0");
    assertThat(bench.item("1", 1).attempts()).isEqualTo(1);
    bench.pass();
    assertThat(bench.redrive(letter)).containsExactly("m0");
    assertThat(bench.item("1", 1).attempts()).isEqualTo(2);
    bench.pass();

    bench.destination = _ -> new Outcome.Delivered(Receipt.NONE);
    assertThat(bench.redrive(letter)).isEmpty();
    assertThat(bench.item("1", 1).state()).isEqualTo("delivered");
    assertThat(bench.redrive(letter)).isEmpty();
    assertThat(bench.sent).hasSize(4);
    assertThat(bench.sent).extracting(sent -> sent.id()).containsOnly(bench.sent.getFirst().id());
    assertThat(bench.sent.getLast().parameters())
        .isEqualTo(Map.of("to", "#ops", "text", "A &lt;title&gt;"));
  }

  @Test
  void leavesAReplayedEventThatWasGivenUpBe() {
    bench.destination = _ -> new Outcome.Rejected("no such channel");
    bench.invoke(Workbench.message("1"));
    assertThat(bench.invoke(Workbench.message("1"))).isEmpty();
    assertThat(bench.sent).hasSize(1);
  }

  @Test
  void keepsToTheRateOfEachChannelAndTellsTheOthersDifferentTimes() {
    Workbench paced =
        new Workbench("unsafe", "park", "{\"limit\": 1, \"per\": \"10s\", \"key\": \"{{ to }}\"}");
    assertThat(paced.invoke(Workbench.message("1"), Workbench.message("2"), Workbench.message("3")))
        .hasSize(2);
    assertThat(paced.hidden.values())
        .containsExactlyInAnyOrder(Duration.ofSeconds(10), Duration.ofSeconds(20));
    String elsewhere = "{\"connector\": \"pager\", \"to\": \"#dev\"}";
    assertThat(paced.invoke(Workbench.message("4", elsewhere))).isEmpty();
    assertThat(paced.sent).hasSize(2);
  }

  @Test
  void keepsToTheRateOfTheSecret() {
    bench.secret = Map.of("token", "t0ken", "rate", "2/1h");
    assertThat(bench.invoke(Workbench.message("1"), Workbench.message("2"), Workbench.message("3")))
        .hasSize(1);
    assertThat(bench.hidden.values()).containsExactly(Duration.ofMinutes(30));
  }
}
