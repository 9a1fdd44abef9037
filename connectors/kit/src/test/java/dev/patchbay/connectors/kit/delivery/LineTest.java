package dev.patchbay.connectors.kit.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.connectors.spi.Outcome;
import dev.patchbay.connectors.spi.Receipt;
import dev.patchbay.connectors.spi.Turns;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A destination that takes one call in ten seconds for each address. */
class LineTest {
  private final Workbench bench =
      new Workbench(
          "idempotent", "resend", "{\"limit\": 1, \"per\": \"10s\", \"key\": \"{{ to }}\"}");

  @Test
  void standsInLineWithoutTheLedgerAndIsDeliveredInItsTurn() {
    assertThat(bench.invoke(Workbench.message("1"))).isEmpty();
    assertThat(bench.invoke(Workbench.message("2"))).containsExactly("m0"); // begins the line
    int known = bench.ledger.size();

    assertThat(bench.invoke(Workbench.message("3"), Workbench.message("4")))
        .containsExactly("m0", "m1");

    assertThat(bench.ledger.size()).isEqualTo(known);
    assertThat(bench.hidden.values())
        .containsExactlyInAnyOrder(Duration.ofSeconds(20), Duration.ofSeconds(30));

    bench.received = "2";
    bench.clock.move(Duration.ofSeconds(10));
    assertThat(bench.invoke(Workbench.message("2"))).isEmpty();
    assertThat(bench.invoke(Workbench.message("3"))).containsExactly("m0");
    assertThat(bench.hidden.get("m0")).isEqualTo(Duration.ofSeconds(10));
    bench.clock.move(Duration.ofSeconds(10));
    assertThat(bench.invoke(Workbench.message("3"))).isEmpty();
  }

  @Test
  void holdsUpNobodyWhoGoesElsewhere() {
    bench.invoke(Workbench.message("1"));
    bench.invoke(Workbench.message("2"), Workbench.message("3"));

    assertThat(bench.invoke(elsewhere("4"))).isEmpty();
  }

  @Test
  void anAnswerThatSaysWaitHoldsUpNobodyWhoGoesElsewhere() {
    bench.destination =
        delivery ->
            "#ops".equals(delivery.parameters().get("to"))
                ? new Outcome.Throttled(Duration.ofSeconds(30), "HTTP 429")
                : new Outcome.Delivered(new Receipt("r-1"));
    assertThat(bench.invoke(Workbench.message("1"))).containsExactly("m0");
    assertThat(bench.invoke(Workbench.message("2"))).containsExactly("m0");
    assertThat(bench.hidden).containsEntry("m0", Duration.ofSeconds(30));
    assertThat(bench.invoke(elsewhere("3"))).isEmpty();
  }

  @Test
  void anAnswerThatSaysWaitHoldsUpAllWhereTheDestinationMeansAll() {
    Workbench other =
        new Workbench(
            "idempotent",
            "resend",
            "{\"limit\": 1, \"per\": \"10s\", \"key\": \"{{ to }}\", \"throttled\": \"all\"}");
    other.destination = _ -> new Outcome.Throttled(Duration.ofSeconds(30), "HTTP 429");
    other.invoke(Workbench.message("1"));
    assertThat(other.invoke(elsewhere("2"))).containsExactly("m0");
    assertThat(other.hidden).containsEntry("m0", Duration.ofSeconds(30));
    assertThat(other.sent).hasSize(1);
  }

  @Test
  void aFloodOfOneRouteHoldsUpNoOther() {
    for (int i = 0; i < 50; i++) {
      bench.invoke(Workbench.message("f" + i));
    }
    int known = bench.ledger.size();
    String other = Workbench.message("1").replace("a-route", "another");
    assertThat(bench.invoke(other)).containsExactly("m0");
    assertThat(bench.hidden.get("m0")).isBetween(Duration.ofSeconds(10), Duration.ofSeconds(20));
    assertThat(bench.ledger.size()).isEqualTo(known);
  }

  @Test
  void whatReturnsAndFindsNoTurnCostsTheLedgerNothing() {
    bench.invoke(Workbench.message("1"));
    bench.received = "2";
    int known = bench.ledger.size();
    String[] many = new String[50];
    for (int i = 0; i < many.length; i++) {
      many[i] = Workbench.message("r" + i);
    }
    assertThat(bench.invoke(many)).hasSize(50);
    assertThat(bench.ledger.size()).isEqualTo(known);
    assertThat(bench.hidden.values().stream().distinct().count()).isGreaterThan(48);
  }

  /**
   * Ten messages are handed out at a time. Those of the flood are hidden until their turns at their
   * first receive, without a wait, a call or a write, so that the queue moves on at once.
   */
  @Test
  void aFloodInFrontOfAnotherChannelIsOutOfItsWayAtItsFirstReceive() {
    Instant begin = bench.clock.instant();
    assertThat(bench.invoke(Workbench.message("0"))).isEmpty();
    List<Duration> told = new ArrayList<>();
    for (int batch = 0; batch < 100; batch++) {
      String[] ten = new String[10];
      for (int i = 0; i < ten.length; i++) {
        ten[i] = Workbench.message("f" + batch + i);
      }
      assertThat(bench.invoke(ten)).hasSize(10);
      told.addAll(bench.hidden.values());
    }
    int writes = bench.ledger.size();

    assertThat(bench.invoke(Workbench.message("late"), elsewhere("other"))).containsExactly("m0");

    assertThat(bench.sent).extracting(sent -> sent.event().id()).containsExactly("0", "other");
    assertThat(bench.clock.instant()).isEqualTo(begin);
    assertThat(writes).as("of the first, and of those that began the line").isBetween(2, 11);
    assertThat(told).hasSize(1000).allMatch(wait -> wait.toSeconds() >= 10);
    assertThat(told.stream().distinct().count()).as("turns of their own").isGreaterThan(990);
  }

  @Test
  void whatStandsInLineIsNoOlderForIt() {
    bench.invoke(Workbench.message("1"));
    bench.invoke(Workbench.message("2"));
    bench.received = "2";
    bench.clock.move(Duration.ofDays(2)); // its age limit is an hour
    bench.destination = _ -> new Outcome.Retry("HTTP 500");

    assertThat(bench.invoke(Workbench.message("3"))).containsExactly("m0");

    assertThat(bench.item("3", 0).state()).isEqualTo("waiting");
    assertThat(bench.buried).isEmpty();
  }

  @Test
  void whatWouldStandInLineForLongerThanSqsKeepsItIsADeadLetter() {
    bench.invoke(Workbench.message("1"));
    bench.invoke(Workbench.message("2"));
    bench.clock.move(Duration.ofDays(13));
    bench.invoke(Workbench.message("3"));
    assertThat(bench.buried).isEmpty();
    bench.clock.move(Duration.ofSeconds(1));

    assertThat(bench.invoke(Workbench.message("4"))).isEmpty();

    assertThat(bench.buried.getFirst().attributes().get("reason")).contains("13 days");
    assertThat(bench.buried.getFirst().message()).containsKey("deliveries");
  }

  @Test
  void aDeliverysFurtherCallTakesATurnToo() {
    Workbench two = new Workbench("idempotent", "resend", "{\"limit\": 2, \"per\": \"1h\"}");
    two.destination =
        _ -> Turns.further() ? new Outcome.Delivered(new Receipt("r-1")) : Turns.none();
    assertThat(two.invoke(Workbench.message("1"))).isEmpty();
    assertThat(two.invoke(Workbench.message("2"))).containsExactly("m0");
    assertThat(two.sent).as("both turns were taken").hasSize(1);

    two.clock.move(Duration.ofMinutes(30)); // one comes free
    two.received = "2";
    assertThat(two.invoke(Workbench.message("2"))).containsExactly("m0");
    assertThat(two.sent).hasSize(2);
    assertThat(two.item("2", 0).last().reason()).contains("the destination's rate leaves none");
  }

  private static String elsewhere(String id) {
    return Workbench.message(id, Workbench.delivery("").replace("#ops", "#dev"));
  }
}
