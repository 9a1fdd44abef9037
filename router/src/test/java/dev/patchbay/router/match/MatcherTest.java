package dev.patchbay.router.match;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.core.event.Event;
import dev.patchbay.router.TestCatalog;
import dev.patchbay.router.route.Route;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MatcherTest {
  private static List<Route> when(String pattern) {
    return TestCatalog.routes(
        "routes: [{name: it, when: %s, deliver: [{slack: {channel: c}}]}]".formatted(pattern));
  }

  private static final Event EVENT =
      TestCatalog.event(
          "deployment_status.created",
          Map.of(
              "actor",
              "mira",
              "data",
              Map.of(
                  "count",
                  3,
                  "state",
                  "success",
                  "labels",
                  List.of(Map.of("name", "bug", "by", "a"), Map.of("name", "ui", "by", "b")))));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{type: [push]} | type: wanted \"push\", found \"deployment_status.created\"",
        "{type: push} | type: wanted \"push\", found \"deployment_status.created\"",
        "{type: [{prefix: pull}, push]} | type: wanted begins with \"pull\" or \"push\", "
            + "found \"deployment_status.created\"",
        "{type: [{suffix: .closed}]} | type: wanted ends with \".closed\", "
            + "found \"deployment_status.created\"",
        "{type: [{wildcard: 'a*z'}]} | type: wanted looks like \"a*z\", "
            + "found \"deployment_status.created\"",
        "{actor: [{equals-ignore-case: Tom}]} | actor: wanted \"Tom\" in any case, found \"mira\"",
        "{actor: [{anything-but: [mira, tom]}]} | actor: wanted anything but \"mira\" or \"tom\", "
            + "found \"mira\"",
        "{actor: [{anything-but: mira}]} | actor: wanted anything but \"mira\", found \"mira\"",
        "{actor: [{anything-but: {prefix: mi}}]} | actor: wanted anything but what begins with "
            + "\"mi\", found \"mira\"",
        "{actor: [{exists: false}]} | actor: wanted nothing at all, found \"mira\"",
        "{url: [{exists: true}]} | url: wanted anything, found nothing",
        "{data: {count: [{numeric: ['>', 5, '<=', 9]}]}} | data.count: wanted a number > 5 and <="
            + " 9, found 3",
        "{data: {labels: {name: [docs]}}} | data.labels.name: wanted \"docs\", "
            + "found [\"bug\",\"ui\"]",
        "{data: {nowhere: {to: [x]}}} | data.nowhere.to: wanted \"x\", found nothing",
      })
  void tellsThePartThatFailed(String pattern, String said) {
    Explanation explanation = new Matcher(when(pattern)).explain(EVENT).getFirst();

    assertThat(explanation.matched()).isFalse();
    assertThat(explanation.failed()).extracting(Object::toString).containsExactly(said);
  }

  @Test
  void leavesOutThePartsThatHold() {
    List<Route> routes = when("{source: [github], type: [push], data: {count: [3]}}");

    assertThat(new Matcher(routes).explain(EVENT).getFirst().failed())
        .extracting(Explanation.Leaf::path)
        .containsExactly("type");
  }

  @Test
  void tellsEveryAlternativeWhereNoneHolds() {
    List<Route> routes = when("{$or: [{type: [push]}, {data: {count: [4]}}]}");

    assertThat(new Matcher(routes).explain(EVENT).getFirst().failed())
        .extracting(Explanation.Leaf::path)
        .containsExactly("$or[0].type", "$or[1].data.count");
  }

  @Test
  void isContentWithOneAlternative() {
    List<Route> routes = when("{severity: [error], $or: [{type: [push]}, {data: {count: [3]}}]}");

    assertThat(new Matcher(routes).explain(EVENT).getFirst().failed())
        .extracting(Explanation.Leaf::path)
        .containsExactly("severity");
  }

  @Test
  void matchesAlternativesInsideOfThePayload() {
    List<Route> routes = when("{data: {$or: [{state: [failure]}, {count: [3]}]}}");

    assertThat(new Matcher(routes).matching(EVENT)).isEqualTo(routes);
    assertThat(new Matcher(routes).explain(EVENT))
        .containsExactly(new Explanation("it", true, List.of()));
  }

  @Test
  void tellsWhenPartsHoldOnlyInDifferentElements() {
    List<Route> routes = when("{data: {labels: {name: [bug], by: [b]}}}");

    assertThat(new Matcher(routes).explain(EVENT).getFirst().failed())
        .extracting(Explanation.Leaf::wanted)
        .containsExactly("all parts to hold in the same element of a list");
  }

  @Test
  void cutsWhatIsLong() {
    Event event = TestCatalog.event("x", Map.of("title", "y".repeat(5000)));

    assertThat(
            new Matcher(when("{title: [z]}")).explain(event).getFirst().failed().getFirst().found())
        .hasSize(120)
        .endsWith("…");
  }

  @Test
  void answersInTheOrderOfTheFile() {
    List<Route> routes =
        TestCatalog.routes(
            """
            routes:
              - {name: z, when: {type: [{exists: true}]}, deliver: [{slack: {channel: c}}]}
              - {name: m, when: {type: [push]}, deliver: [{slack: {channel: c}}]}
              - {name: a, when: {source: [github]}, deliver: [{slack: {channel: c}}]}
            """);

    assertThat(new Matcher(routes).matching(EVENT))
        .extracting(Route::name)
        .containsExactly("z", "a");
  }
}
