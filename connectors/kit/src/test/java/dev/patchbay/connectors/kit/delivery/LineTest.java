package dev.patchbay.connectors.kit.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.connectors.spi.Outcome;
import dev.patchbay.connectors.spi.Receipt;
import java.time.Duration;
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

  private static String elsewhere(String id) {
    return Workbench.message(id, Workbench.delivery("").replace("#ops", "#dev"));
  }
}
