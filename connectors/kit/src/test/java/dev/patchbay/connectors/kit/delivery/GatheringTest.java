package dev.patchbay.connectors.kit.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.connectors.kit.ledger.Ledger;
import dev.patchbay.connectors.spi.Delivery;
import dev.patchbay.connectors.spi.Outcome;
import dev.patchbay.connectors.spi.Receipt;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Digests and quiet hours. The clock begins at 10:00:00 UTC on a Monday. */
class GatheringTest {
  private static final String DIGEST =
      Workbench.delivery(", \"text\": \"{{ title }}: {{ id }}\", \"digest\": \"5m\"");
  private static final String QUIET =
      Workbench.delivery(", \"quiet\": {\"from\": \"09:00\", \"to\": \"12:00\"}");

  private final Workbench bench = new Workbench("unsafe", "park");

  private static String digested(String id) {
    return Workbench.message(id, DIGEST);
  }

  private Map<String, Object> onlySent() {
    assertThat(bench.sent).hasSize(1);
    return bench.sent.getFirst().parameters();
  }

  @Test
  void sumsUpWhatCameInTheWindow() {
    assertThat(bench.invoke(digested("1"))).containsExactly("m0");
    assertThat(bench.hidden.get("m0")).isEqualTo(Duration.ofSeconds(310));
    assertThat(bench.invoke(digested("2"), digested("3"))).isEmpty();
    assertThat(bench.sent).isEmpty();
    assertThat(bench.item("2", 0).state()).isEqualTo("digested");
    assertThat(bench.item("2", 0).last().reason())
        .isEqualTo("told with github/default/1 at 2026-11-23T10:05:00Z");

    bench.clock.move(Duration.ofSeconds(310));
    assertThat(bench.invoke(digested("1"))).isEmpty();

    assertThat(onlySent().get("text").toString().lines())
        .startsWith("3 events in 5m")
        .containsExactlyInAnyOrder(
            "3 events in 5m",
            "• A &lt;title&gt;: 1",
            "• A &lt;title&gt;: 2",
            "• A &lt;title&gt;: 3");
    Delivery told = bench.sent.getFirst();
    assertThat(told.event().title()).isEqualTo("3 events in 5m");
    assertThat(told.event().url()).isEmpty();
    assertThat(bench.item("1", 0).state()).isEqualTo("delivered");
    assertThat(bench.item("1", 0).attempts()).isEqualTo(1);
  }

  @Test
  void tellsTheOthersWhereOneCannotBeWritten() {
    String count =
        Workbench.delivery(
            ", \"text\": \"{{ id = '1' ? $number('x') : id }}\", \"digest\": \"5m\"");
    bench.invoke(Workbench.message("1", count), Workbench.message("2", count));
    bench.invoke(Workbench.message("3", count));
    assertThat(bench.item("1", 0).state()).isEqualTo("dead");
    assertThat(bench.buried).hasSize(1);

    bench.clock.move(Duration.ofSeconds(310));
    bench.invoke(Workbench.message("2", count));

    assertThat(onlySent().get("text").toString().lines())
        .containsExactlyInAnyOrder("2 events in 5m", "• 2", "• 3");
  }

  @Test
  void tellsOneEventAsItIs() {
    bench.invoke(digested("1"));
    bench.clock.move(Duration.ofSeconds(310));
    bench.invoke(digested("1"));

    assertThat(onlySent()).containsEntry("text", "A &lt;title&gt;: 1");
    assertThat(bench.sent.getFirst().event().title()).isEqualTo("A <title>");
  }

  @Test
  void keepsWhatGoesElsewhereApart() {
    String other = DIGEST.replace("#ops", "#dev");

    assertThat(bench.invoke(digested("1"), Workbench.message("2", other)))
        .containsExactly("m0", "m1");
  }

  @Test
  void tellsTheWindowAgainWhereItsMessageFailed() {
    bench.invoke(digested("1"));
    bench.invoke(digested("2"));
    bench.destination = _ -> new Outcome.Retry("HTTP 503");
    bench.clock.move(Duration.ofSeconds(310));
    assertThat(bench.invoke(digested("1"))).containsExactly("m0");

    bench.destination = _ -> new Outcome.Delivered(new Receipt("r"));
    bench.clock.move(Duration.ofMinutes(1));
    assertThat(bench.invoke(digested("1"))).isEmpty();

    assertThat(bench.sent).hasSize(2);
    assertThat(bench.sent.getLast().parameters().get("text").toString())
        .startsWith("2 events in 5m");
  }

  @Test
  void keepsTheWindowOfADigestThatWasGivenUpAndPutBack() {
    bench.invoke(digested("1"));
    bench.invoke(digested("2"));
    bench.destination = _ -> new Outcome.Rejected("no such channel");
    bench.clock.move(Duration.ofSeconds(310));
    assertThat(bench.invoke(digested("1"))).isEmpty();

    bench.destination = _ -> new Outcome.Delivered(new Receipt("r"));
    bench.clock.move(Duration.ofDays(1));
    assertThat(bench.redrive(bench.buried.getFirst())).isEmpty();

    assertThat(bench.sent.getLast().parameters().get("text").toString())
        .startsWith("2 events in 5m");
  }

  @Test
  void tellsWhatComesTooLateByItself() {
    bench.invoke(digested("1"));
    bench.clock.move(Duration.ofSeconds(299));
    bench.ledger.claim( // a function that was cut off before the line was in
        new Ledger.Wish(
            new Ledger.Key("github/default/2", "a-route/pager/0"), "push", Ledger.Revival.NONE),
        Workbench.LIMITS.lease());
    bench.clock.move(Workbench.LIMITS.lease().plusSeconds(1));
    bench.invoke(digested("1"));
    bench.history = _ -> Optional.empty(); // asked, the destination has not got it
    bench.version = "2";

    assertThat(bench.invoke(digested("2"))).isEmpty();

    assertThat(bench.sent).hasSize(2);
    assertThat(bench.item("2", 0).state()).isEqualTo("delivered");
  }

  @Test
  void waitsForTheEndOfQuietHoursWithoutCountingAttemptsOrAge() {
    assertThat(bench.invoke(Workbench.message("1", QUIET))).containsExactly("m0");
    assertThat(bench.hidden.get("m0")).isEqualTo(Duration.ofHours(2));
    assertThat(bench.item("1", 0).last().outcome()).isEqualTo("quiet");

    bench.clock.move(Duration.ofHours(2));
    bench.destination = _ -> new Outcome.Retry("HTTP 503");
    assertThat(bench.invoke(Workbench.message("1", QUIET))).containsExactly("m0");
    assertThat(bench.item("1", 0).attempts()).isEqualTo(1);
    assertThat(bench.buried).isEmpty();
  }

  @Test
  void letsCriticalNewsThrough() {
    String critical =
        Workbench.message("1", QUIET).replace("\"type\"", "\"severity\": \"critical\", \"type\"");

    assertThat(bench.invoke(critical)).isEmpty();

    assertThat(bench.sent).hasSize(1);
  }

  @Test
  void makesOneDigestOfAllThatCameInQuietHours() {
    String delivery =
        Workbench.delivery(
            ", \"digest\": \"5m\", \"quiet\": {\"from\": \"09:00\", \"to\": \"12:00\"}");
    bench.invoke(Workbench.message("1", delivery));
    bench.clock.move(Duration.ofMinutes(50));
    assertThat(bench.invoke(Workbench.message("2", delivery))).isEmpty();

    bench.clock.move(Duration.ofMinutes(71));
    assertThat(bench.invoke(Workbench.message("1", delivery))).isEmpty();

    assertThat(onlySent().get("text").toString()).startsWith("2 events in 5m");
  }

  @Test
  void keepsAMessageWhoseTimingCannotBeRead() {
    String wrong = Workbench.delivery(", \"digest\": \"soon\"");

    assertThat(bench.invoke(Workbench.message("1", wrong))).isEmpty();

    assertThat(bench.buried)
        .singleElement()
        .extracting(letter -> letter.attributes().get("reason"))
        .asString()
        .contains("digest");
  }

  @Test
  void showsTheWorstSeverityOfAll() {
    bench.invoke(digested("1"));
    bench.invoke(digested("2").replace("\"type\"", "\"severity\": \"error\", \"type\""));
    bench.clock.move(Duration.ofSeconds(310));
    bench.invoke(digested("1"));

    assertThat(bench.sent.getFirst().event().severity().word()).isEqualTo("error");
    assertThat(bench.sent.getFirst().event().data())
        .hasToString("{events=[github/default/1, github/default/2]}");
  }

  @Test
  void joinsTheWindowOnceWhereAFunctionIsCutOffAfterIt() {
    bench.invoke(digested("1"));
    bench.ledger.claim(
        new Ledger.Wish(
            new Ledger.Key("github/default/2", "a-route/pager/0"), "push", Ledger.Revival.NONE),
        Workbench.LIMITS.lease());
    bench.clock.move(Workbench.LIMITS.lease().plusSeconds(1));

    assertThat(bench.invoke(digested("2"))).isEmpty();
    assertThat(bench.invoke(digested("2"))).isEmpty();
    bench.clock.move(Duration.ofSeconds(310));
    bench.invoke(digested("1"));

    assertThat(onlySent().get("text").toString()).startsWith("2 events in 5m");
    assertThat(List.copyOf(bench.buried)).isEmpty();
  }
}
