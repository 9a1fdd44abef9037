package dev.patchbay.connectors.kit.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.connectors.spi.Outcome;
import dev.patchbay.connectors.spi.Receipt;
import dev.patchbay.core.log.LogLines;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What happens while the destination itself fails, call after call. */
class DownTest {
  private static final Duration FIRST = Duration.ofSeconds(5);

  private final Workbench bench = new Workbench("dedupable", "resend");

  private void fails() {
    bench.destination = _ -> new Outcome.Retry("HTTP 503", true);
  }

  private void works() {
    bench.destination = _ -> new Outcome.Delivered(new Receipt("r-2"));
  }

  private void call(int times) {
    for (int i = 0; i < times; i++) {
      bench.invoke(Workbench.message("e" + bench.sent.size()));
    }
  }

  @Test
  void holdsDeliveriesBackAfterFiveCallsInARowThatFailedAndCountsNoAttempt() {
    fails();
    call(5);
    assertThat(bench.invoke(Workbench.message("1"))).containsExactly("m0");
    assertThat(bench.sent).hasSize(5);
    assertThat(bench.hidden).containsEntry("m0", FIRST);
    assertThat(bench.item("1", 0).attempts()).isZero();
    assertThat(bench.item("1", 0).last().outcome()).isEqualTo("down");
    assertThat(bench.item("1", 0).last().reason()).isEqualTo("HTTP 503");
    assertThat(bench.item("e0", 0).attempts()).isEqualTo(1);
  }

  @Test
  void aCallWithoutAnAnswerIsAFailureToo() {
    Workbench unsafe = new Workbench("unsafe", "park");
    unsafe.destination = _ -> new Outcome.Unknown("no answer within 15.0 s", true);
    for (int i = 0; i < 5; i++) {
      unsafe.invoke(Workbench.message("e" + i));
    }
    assertThat(unsafe.invoke(Workbench.message("1"))).containsExactly("m0");
    assertThat(unsafe.sent).hasSize(5);
    assertThat(unsafe.buried).hasSize(5);
  }

  @Test
  void anyAnswerInBetweenShowsThatItIsAtWork() {
    for (Outcome answer :
        List.of(
            new Outcome.Delivered(new Receipt("r")),
            new Outcome.Rejected("no such channel"),
            new Outcome.Throttled(Duration.ZERO, "HTTP 429"))) {
      fails();
      call(4);
      bench.destination = _ -> answer;
      call(1);
    }
    fails();
    call(4);
    assertThat(bench.sent).hasSize(19);
  }

  @Test
  void whatIsNoFaultOfTheDestinationDoesNotCount() {
    bench.destination = _ -> new Outcome.Retry("another delivery is on its way");
    call(20);
    bench.destination =
        _ -> {
          throw new IllegalStateException("a fault of ours");
        };
    call(20);
    assertThat(bench.sent).hasSize(40);
  }

  @Test
  void probesWithOneCallAfterEachPauseAndWaitsTwiceAsLongWhenThatFails() {
    fails();
    call(5);
    bench.clock.move(FIRST);
    bench.invoke(Workbench.message("1"), Workbench.message("2"), Workbench.message("3"));
    assertThat(bench.sent).hasSize(6);
    bench.invoke(Workbench.message("4"));
    assertThat(bench.hidden).containsEntry("m0", FIRST.multipliedBy(2));
  }

  @Test
  void letsAllThroughWhenAProbeGetsThrough() {
    fails();
    call(5);
    works();
    bench.clock.move(FIRST);
    assertThat(bench.invoke(Workbench.message("1"))).isEmpty();
    assertThat(bench.invoke(Workbench.message("2"), Workbench.message("3"))).isEmpty();
    fails();
    call(4);
    works();
    assertThat(bench.invoke(Workbench.message("4"))).isEmpty();
  }

  @Test
  void givesUpByAgeWhatWasHeldBack() {
    fails();
    call(5);
    bench.invoke(Workbench.message("1"));
    bench.clock.move(Duration.ofMinutes(61));
    bench.invoke(Workbench.message("2")); // it probes, and fails
    assertThat(bench.invoke(Workbench.message("1"))).isEmpty();
    assertThat(bench.buried)
        .filteredOn(letter -> letter.attributes().get("event").endsWith("/1"))
        .singleElement()
        .satisfies(
            letter ->
                assertThat(letter.attributes())
                    .containsEntry("attempts", "0")
                    .containsEntry("reason", "HTTP 503"));
  }

  @Test
  void holdsUpNoDeliveryToAnotherHost() {
    bench.hosts = delivery -> delivery.parameters().get("to").toString();
    bench.destination =
        delivery ->
            "#ops".equals(delivery.parameters().get("to"))
                ? new Outcome.Retry("no connection in time", true)
                : new Outcome.Delivered(new Receipt("r-1"));
    call(6);
    assertThat(bench.sent).hasSize(5);
    String elsewhere = Workbench.message("1", Workbench.delivery("").replace("#ops", "#dev"));
    assertThat(bench.invoke(elsewhere)).isEmpty();
    call(1);
    assertThat(bench.sent).as("another host's success is not its own").hasSize(6);
  }

  @Test
  void countsACallForManyDeliveriesOnceAndProbesWithAllOfThem() {
    bench.destinationOfMany =
        deliveries -> java.util.Collections.nCopies(deliveries.size(), down());
    String[] three = new String[3];
    for (int call = 0; call < 5; call++) {
      for (int i = 0; i < 3; i++) {
        three[i] = Workbench.message("c" + call + "-" + i);
      }
      bench.invoke(three);
    }
    assertThat(bench.calls).hasSize(5);
    bench.invoke(Workbench.message("1"));
    assertThat(bench.calls).hasSize(5);
    bench.clock.move(FIRST);
    bench.invoke(Workbench.message("1"), Workbench.message("2"), Workbench.message("3"));
    assertThat(bench.calls).hasSize(6).endsWith(3);
  }

  private static Outcome down() {
    return new Outcome.Retry("HTTP 503", true);
  }

  @Test
  void saysWhenItsCircuitOpensProbesStaysOpenAndCloses() {
    fails();
    assertThat(circuit(() -> call(4))).isEmpty();
    assertThat(circuit(() -> call(1)))
        .containsExactly(
            "WARN circuit opened: HTTP 503 [CircuitsOpen{Connector=pager, Hub=patchbay} 1,"
                + " CircuitsOpen{Hub=patchbay} 1, Circuits{Connector=pager, Hub=patchbay,"
                + " Outcome=opened} 1]");
    bench.clock.move(FIRST);
    assertThat(circuit(() -> call(1)))
        .containsExactly(
            "INFO circuit probes: HTTP 503 [Circuits{Connector=pager, Hub=patchbay,"
                + " Outcome=probing} 1]",
            "WARN circuit stays open: HTTP 503 [CircuitsOpen{Connector=pager, Hub=patchbay} 1,"
                + " CircuitsOpen{Hub=patchbay} 1]");
    works();
    bench.clock.move(FIRST.multipliedBy(2));
    assertThat(circuit(() -> call(1)))
        .containsExactly(
            "INFO circuit probes: HTTP 503 [Circuits{Connector=pager, Hub=patchbay,"
                + " Outcome=probing} 1]",
            "INFO circuit closed: HTTP 503 [Circuits{Connector=pager, Hub=patchbay,"
                + " Outcome=closed} 1]");
    assertThat(circuit(() -> call(1))).isEmpty();
  }

  private static List<String> circuit(LogLines.Work work) {
    return LogLines.of(work).stream()
        .filter(line -> line.get("message").toString().startsWith("circuit"))
        .map(DownTest::shown)
        .toList();
  }

  private static String shown(Map<String, Object> line) {
    assertThat(line).containsEntry("connector", "pager").containsEntry("cause", "down");
    List<String> metrics = LogLines.metrics(line).stream().sorted().toList();
    return "%s %s: %s %s"
        .formatted(line.get("level"), line.get("message"), line.get("reason"), metrics);
  }
}
