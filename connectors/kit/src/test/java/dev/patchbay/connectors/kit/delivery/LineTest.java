package dev.patchbay.connectors.kit.delivery;

import static org.assertj.core.api.Assertions.assertThat;

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

    String elsewhere = Workbench.message("4", Workbench.delivery("").replace("#ops", "#dev"));
    assertThat(bench.invoke(elsewhere)).isEmpty();
  }
}
