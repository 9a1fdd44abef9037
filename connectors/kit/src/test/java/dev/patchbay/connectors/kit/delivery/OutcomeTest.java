package dev.patchbay.connectors.kit.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.connectors.spi.Outcome;
import dev.patchbay.connectors.spi.Receipt;
import dev.patchbay.core.expression.ExpressionTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Each row of the table of outcomes. */
class OutcomeTest {
  private static final List<String> NONE = List.of();
  private static final List<String> AGAIN = List.of("m0");

  private final Workbench bench = new Workbench("unsafe", "park");

  private void answers(Outcome outcome) {
    bench.destination = _ -> outcome;
  }

  @Test
  void recordsADeliveryAndItsReceipt() {
    assertThat(bench.invoke(Workbench.message("1"))).isEqualTo(NONE);
    assertThat(bench.item("1", 0).state()).isEqualTo("delivered");
    assertThat(bench.item("1", 0).last().receipt()).isEqualTo("r-1");
    assertThat(bench.hidden).isEmpty();
    assertThat(bench.buried).isEmpty();
  }

  @Test
  void rendersWhatTheRouteWroteEscapedForTheDestination() {
    bench.invoke(Workbench.message("1"));
    assertThat(bench.sent.getFirst().parameters())
        .isEqualTo(Map.of("to", "#ops", "text", "A &lt;title&gt;"));
    assertThat(bench.sent.getFirst().id()).matches("[0-9a-f]{32}");
  }

  @Test
  void retriesAfterAPauseAndCountsAttempts() {
    answers(new Outcome.Retry("HTTP 500"));
    assertThat(bench.invoke(Workbench.message("1"))).isEqualTo(AGAIN);
    assertThat(bench.hidden.get("m0")).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(10));
    assertThat(bench.item("1", 0).state()).isEqualTo("waiting");
    assertThat(bench.item("1", 0).last().next())
        .isEqualTo(bench.clock.instant().plus(bench.hidden.get("m0")));

    bench.pass();
    assertThat(bench.invoke(Workbench.message("1"))).isEqualTo(AGAIN);
    assertThat(bench.hidden.get("m0")).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(40));
    assertThat(bench.item("1", 0).attempts()).isEqualTo(2);
  }

  @Test
  void givesUpAfterTheLastAttempt() {
    answers(new Outcome.Retry("HTTP 500"));
    bench.invoke(Workbench.message("1"));
    bench.clock.move(Duration.ofSeconds(20));
    bench.invoke(Workbench.message("1"));
    bench.clock.move(Duration.ofSeconds(40));
    assertThat(bench.invoke(Workbench.message("1"))).isEqualTo(NONE);
    assertThat(bench.item("1", 0).state()).isEqualTo("dead");
    assertThat(bench.buried.getFirst().attributes())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "route", "a-route",
                "connector", "pager",
                "event", "github/default/1",
                "state", "dead",
                "attempts", "3",
                "reason", "HTTP 500",
                "firstAt", "2026-11-23T10:00:00Z",
                "lastAt", "2026-11-23T10:01:00Z"));
  }

  @Test
  void givesUpWhatIsTooOld() {
    answers(new Outcome.Retry("HTTP 500"));
    bench.invoke(Workbench.message("1"));
    bench.clock.move(Duration.ofMinutes(61));
    assertThat(bench.invoke(Workbench.message("1"))).isEqualTo(NONE);
    assertThat(bench.buried.getFirst().attributes()).containsEntry("attempts", "2");
  }

  @Test
  void waitsAsLongAsTheDestinationSaysAndCountsNoAttempt() {
    answers(new Outcome.Throttled(Duration.ofSeconds(40), "HTTP 429"));
    assertThat(bench.invoke(Workbench.message("1"))).isEqualTo(AGAIN);
    assertThat(bench.hidden).containsEntry("m0", Duration.ofSeconds(40));
    assertThat(bench.item("1", 0).attempts()).isZero();
  }

  @Test
  void holdsTheOthersBackWhileTheDestinationWantsPeace() {
    answers(new Outcome.Throttled(Duration.ofSeconds(40), "HTTP 429"));
    bench.invoke(Workbench.message("1"));
    bench.clock.move(Duration.ofSeconds(10));
    assertThat(bench.invoke(Workbench.message("2"))).isEqualTo(AGAIN);
    assertThat(bench.hidden).containsEntry("m0", Duration.ofSeconds(30));
    assertThat(bench.sent).hasSize(1);
    assertThat(bench.item("2", 0).state()).isEqualTo("waiting");
  }

  @Test
  void makesItsLastAttemptByTheAgeLimit() {
    answers(new Outcome.Retry("HTTP 500"));
    bench.invoke(Workbench.message("1"));
    bench.clock.move(Duration.ofMinutes(60).minusMillis(1500));
    assertThat(bench.invoke(Workbench.message("1"))).isEqualTo(AGAIN);
    assertThat(bench.hidden.get("m0")).isBetween(Duration.ofSeconds(1), Duration.ofMillis(1500));
    bench.clock.move(bench.hidden.get("m0"));
    bench.clock.move(Duration.ofMillis(500));
    assertThat(bench.invoke(Workbench.message("1"))).isEqualTo(NONE);
    assertThat(bench.sent).hasSize(3);
  }

  @Test
  void waitsNoLongerThanTheAgeLimitWhateverTheDestinationSays() {
    for (Duration after : List.of(Duration.ofSeconds(Long.MAX_VALUE), Duration.ofSeconds(-5))) {
      Workbench other = new Workbench("unsafe", "park");
      other.destination = _ -> new Outcome.Throttled(after, "HTTP 429");
      assertThat(other.invoke(Workbench.message("1"))).isEqualTo(AGAIN);
      assertThat(other.hidden.get("m0")).isBetween(Duration.ZERO, Duration.ofHours(1));
      other.clock.move(Duration.ofMinutes(61));
      other.destination = _ -> new Outcome.Delivered(new Receipt("r-2"));
      assertThat(other.invoke(Workbench.message("2"))).isEqualTo(NONE);
    }
  }

  @Test
  void recordsAnAnswerHoweverHostileItIs() {
    String torn = "\ud83d".repeat(5000);
    answers(new Outcome.Delivered(new Receipt(torn)));
    assertThat(bench.invoke(Workbench.message("1"))).isEqualTo(NONE);
    assertThat(bench.item("1", 0).last().receipt().getBytes(StandardCharsets.UTF_8))
        .hasSizeLessThanOrEqualTo(4096);
    answers(new Outcome.Rejected(torn));
    assertThat(bench.invoke(Workbench.message("2"))).isEqualTo(NONE);
    assertThat(bench.item("2", 0).state()).isEqualTo("dead");
    assertThat(bench.item("2", 0).last().reason()).doesNotContain("\ud83d");
  }

  @Test
  void keepsAFailuresAnswerUpTo4KilobytesAndAWaitsAsFarAsItCostsNothing() {
    bench.answer = "日".repeat(2000);
    answers(new Outcome.Retry("HTTP 500"));
    bench.invoke(Workbench.message("1"));
    assertThat(bench.item("1", 0).answer().getBytes(StandardCharsets.UTF_8))
        .hasSizeBetween(4090, 4096);
    assertThat(bench.item("1", 0).answer()).matches("日+…");

    bench.pass();
    answers(new Outcome.Throttled(Duration.ofSeconds(40), "HTTP 429"));
    bench.answer = null;
    bench.invoke(Workbench.message("1"));
    assertThat(bench.item("1", 0).answer().getBytes(StandardCharsets.UTF_8))
        .hasSizeBetween(390, 400);

    bench.pass();
    answers(new Outcome.Delivered(new Receipt("r-1")));
    bench.invoke(Workbench.message("1"));
    assertThat(bench.item("1", 0).answer()).isEmpty();

    bench.answer = "x".repeat(5000);
    bench.invoke(Workbench.message("2"));
    assertThat(bench.item("2", 0).answer()).isEmpty();
    assertThat(bench.item("2", 0).last().receipt()).isEqualTo("r-1");
  }

  @Test
  void keepsTheAnswerOfWhatIsGivenUp() {
    bench.answer = "x".repeat(5000);
    answers(new Outcome.Retry("HTTP 500"));
    bench.invoke(Workbench.message("1"));
    bench.clock.move(Duration.ofHours(2));
    bench.secret = null;
    bench.invoke(Workbench.message("1"));
    assertThat(bench.item("1", 0).state()).isEqualTo("dead");
    assertThat(bench.item("1", 0).answer()).hasSizeBetween(4000, 4096);
  }

  @Test
  void takesTheSecretOutOfAnAnswer() {
    bench.secret = Map.of("token", "t0ken", "key", Map.of("private", List.of("pr1vate", "no")));
    bench.answer = "no t0ken and no pr1vate key";
    answers(new Outcome.Retry("HTTP 500"));
    bench.invoke(Workbench.message("1"));
    assertThat(bench.item("1", 0).answer()).isEqualTo("no *** and no *** key");
  }

  @Test
  void givesUpWhatWasThrottledForTooLong() {
    answers(new Outcome.Throttled(Duration.ofMinutes(50), "HTTP 429"));
    bench.invoke(Workbench.message("1"));
    bench.clock.move(Duration.ofMinutes(61));
    assertThat(bench.invoke(Workbench.message("1"))).isEqualTo(NONE);
    assertThat(bench.buried.getFirst().attributes())
        .containsEntry("attempts", "0")
        .containsEntry("reason", "HTTP 429");
  }

  @Test
  void notesAWaitOnceHoweverOftenItIsRepeated() {
    answers(new Outcome.Throttled(Duration.ofSeconds(1), "HTTP 429"));
    for (int i = 0; i < 5; i++) {
      bench.invoke(Workbench.message("1"));
      bench.clock.move(Duration.ofSeconds(1));
    }
    assertThat(bench.sent).hasSize(5);
    assertThat(bench.item("1", 0).log()).containsExactly("throttled");
  }

  @Test
  void parksWhatMayHaveHappened() {
    answers(new Outcome.Unknown("no answer"));
    assertThat(bench.invoke(Workbench.message("1"))).isEqualTo(NONE);
    assertThat(bench.item("1", 0).state()).isEqualTo("unknown");
    assertThat(bench.buried.getFirst().attributes())
        .containsEntry("state", "unknown")
        .containsEntry("reason", "no answer");
  }

  @Test
  void resendsWhatMayHaveHappenedWhereTheRouteSaysSo() {
    answers(new Outcome.Unknown("no answer"));
    String message = Workbench.message("1", Workbench.delivery(", \"onUnknown\": \"resend\""));
    assertThat(bench.invoke(message)).isEqualTo(AGAIN);
    assertThat(bench.item("1", 0).attempts()).isEqualTo(1);
    assertThat(bench.sent.getFirst().parameters()).doesNotContainKey("onUnknown");
  }

  @Test
  void asksTheDestinationWhatHappened() {
    answers(new Outcome.Unknown("no answer"));
    bench.history = _ -> Optional.of(new Receipt("found"));
    assertThat(bench.invoke(Workbench.message("1"))).isEqualTo(NONE);
    assertThat(bench.item("1", 0).state()).isEqualTo("delivered");
    assertThat(bench.item("1", 0).last().receipt()).isEqualTo("found");
  }

  @Test
  void retriesWhatTheDestinationSurelyHasNot() {
    answers(new Outcome.Unknown("no answer"));
    bench.history = _ -> Optional.empty();
    assertThat(bench.invoke(Workbench.message("1"))).isEqualTo(AGAIN);
    assertThat(bench.item("1", 0).attempts()).isEqualTo(1);
  }

  @Test
  void parksWhenTheDestinationCannotTell() {
    answers(new Outcome.Unknown("no answer"));
    bench.history =
        _ -> {
          throw new IllegalStateException("no permission");
        };
    bench.invoke(Workbench.message("1"));
    assertThat(bench.item("1", 0).state()).isEqualTo("unknown");
  }

  @Test
  void buriesWhatIsRejectedAtOnceWithThatDeliveryOnly() {
    answers(new Outcome.Rejected("no such channel"));
    String two = Workbench.message("1", "{\"connector\": \"other\"}", Workbench.delivery(""));
    assertThat(bench.invoke(two)).isEqualTo(NONE);
    assertThat(bench.item("1", 1).state()).isEqualTo("dead");
    Map<String, Object> letter = bench.buried.getFirst().message();
    assertThat(letter.get("connectors")).isEqualTo(List.of("pager"));
    assertThat(letter.get("deliveries"))
        .isEqualTo(List.of(Map.of("connector", "pager", "to", "#ops", "place", 1)));
    assertThat(bench.buried.getFirst().attributes()).containsEntry("attempts", "1");
  }

  @Test
  void rejectsWhatCannotBeWrittenOverThisEvent() {
    String bad = Workbench.delivery(", \"text\": \"{{ $number('x') }}\"");
    assertThat(bench.invoke(Workbench.message("1", bad))).isEqualTo(NONE);
    assertThat(bench.sent).isEmpty();
    assertThat(bench.buried.getFirst().attributes().get("reason")).contains("$number('x')");
  }

  @Test
  void retriesWhatABusyMachineDidNotWriteInTime() {
    Workbench busy = new Workbench("unsafe", "park");
    busy.hosts = // asked before anything is sent
        _ -> {
          throw new ExpressionTimeoutException("data.title", null);
        };
    assertThat(busy.invoke(Workbench.message("1"))).isEqualTo(AGAIN);
    assertThat(busy.item("1", 0).state()).isEqualTo("waiting");
    assertThat(busy.item("1", 0).last().reason()).contains("not evaluated in time");
    assertThat(busy.buried).isEmpty();

    busy.pass();
    busy.hosts = _ -> "one.example.com";
    assertThat(busy.invoke(Workbench.message("1"))).isEqualTo(NONE);
    assertThat(busy.item("1", 0).state()).isEqualTo("delivered");
  }

  @Test
  void takesAFaultOfAnUnsafeConnectorForUnknownAndOfAnotherForRetry() {
    Workbench safe = new Workbench("idempotent", "park");
    for (Workbench each : List.of(bench, safe)) {
      each.destination =
          _ -> {
            throw new IllegalStateException("secret t0ken");
          };
      each.invoke(Workbench.message("1"));
    }
    assertThat(bench.item("1", 0).state()).isEqualTo("unknown");
    assertThat(safe.item("1", 0).state()).isEqualTo("waiting");
    assertThat(safe.item("1", 0).last().reason()).doesNotContain("t0ken");
  }

  @Test
  void endsACallThatNeverEnds() {
    java.util.concurrent.CountDownLatch never = new java.util.concurrent.CountDownLatch(1);
    bench.destination =
        _ -> {
          try {
            never.await();
          } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
          }
          return new Outcome.Delivered(new Receipt("late"));
        };
    bench.invoke(Workbench.message("1"));
    assertThat(bench.item("1", 0).state()).isEqualTo("unknown");
    assertThat(bench.item("1", 0).last().reason()).startsWith("no whole answer within");
  }
}
