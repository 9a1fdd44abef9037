package dev.patchbay.connectors.kit.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.connectors.spi.Outcome;
import dev.patchbay.connectors.spi.Receipt;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What happens while nothing to the destination can work. */
class CircuitTest {
  private static final Duration FIRST = Duration.ofSeconds(30);

  private final Workbench bench = new Workbench("unsafe", "park");

  private void revoke() {
    bench.destination = _ -> new Outcome.Misconfigured("token revoked");
  }

  private void restore() {
    bench.destination = _ -> new Outcome.Delivered(new Receipt("r-2"));
  }

  @Test
  void keepsDeliveriesWaitingWithoutCallingAndCountsNoAttempt() {
    revoke();
    assertThat(bench.invoke(Workbench.message("1"))).containsExactly("m0");
    assertThat(bench.hidden).containsEntry("m0", FIRST);
    assertThat(bench.invoke(Workbench.message("2"))).containsExactly("m0");
    assertThat(bench.sent).hasSize(1);
    assertThat(bench.item("2", 0).attempts()).isZero();
    assertThat(bench.item("2", 0).last().reason()).isEqualTo("token revoked");
  }

  @Test
  void opensOnceForAWholeBatchThatFailed() {
    revoke();
    String[] batch = new String[10];
    for (int i = 0; i < batch.length; i++) {
      batch[i] = Workbench.message("e" + i);
    }
    bench.invoke(batch);
    assertThat(bench.hidden.values()).containsOnly(FIRST);
  }

  @Test
  void probesWithOneAfterThePauseAndWaitsTwiceAsLongWhenThatFails() {
    revoke();
    bench.invoke(Workbench.message("1"));
    bench.clock.move(FIRST);
    bench.invoke(Workbench.message("1"), Workbench.message("2"), Workbench.message("3"));
    assertThat(bench.sent).hasSize(2);
    assertThat(bench.hidden.values()).contains(Duration.ofMinutes(1));
  }

  @Test
  void waitsNoLongerThanAQuarterOfAnHour() {
    revoke();
    for (int i = 0; i < 10; i++) {
      assertThat(bench.invoke(Workbench.message("e" + i))).containsExactly("m0");
      bench.pass();
    }
    assertThat(bench.sent).hasSize(10);
    assertThat(bench.hidden).containsEntry("m0", Duration.ofMinutes(15));
  }

  @Test
  void closesWhenAProbeGetsThrough() {
    revoke();
    bench.invoke(Workbench.message("1"));
    restore();
    bench.clock.move(FIRST);
    assertThat(bench.invoke(Workbench.message("1"))).isEmpty();
    assertThat(bench.invoke(Workbench.message("2"))).isEmpty();
  }

  @Test
  void closesAtOnceWhenTheSecretChanges() {
    revoke();
    bench.invoke(Workbench.message("1"));
    restore();
    bench.version = "2";
    assertThat(bench.invoke(Workbench.message("2"))).isEmpty();
  }

  @Test
  void saysHowToSetASecretThatIsMissingAndDeliversOnceItIsSet() {
    bench.secret = null;
    assertThat(bench.invoke(Workbench.message("1"))).containsExactly("m0");
    assertThat(bench.item("1", 0).last().reason())
        .contains("secret patchbay/connectors/pager has no value")
        .contains("put-secret-value");
    bench.secret = Map.of("token", "t0ken");
    bench.pass();
    assertThat(bench.invoke(Workbench.message("1"))).isEmpty();
  }

  @Test
  void saysWhatASecretLacks() {
    bench.secret = Map.of("other", "x");
    bench.invoke(Workbench.message("1"));
    assertThat(bench.item("1", 0).last().reason()).endsWith("no token");
    assertThat(bench.item("1", 0).last().outcome()).isEqualTo("misconfigured");
  }

  @Test
  void givesUpWhatWaitedTooLongBehindIt() {
    revoke();
    bench.invoke(Workbench.message("1"), Workbench.message("2"));
    bench.clock.move(Duration.ofMinutes(61));
    assertThat(bench.invoke(Workbench.message("1"), Workbench.message("2"))).isEmpty();
    assertThat(bench.buried)
        .extracting(letter -> letter.attributes().get("reason"))
        .isEqualTo(List.of("token revoked", "token revoked"));
    assertThat(bench.buried.getFirst().attributes()).containsEntry("attempts", "0");
  }
}
