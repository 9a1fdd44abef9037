package dev.patchbay.router.tests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.core.catalog.CatalogFile;
import dev.patchbay.router.TestCatalog;
import dev.patchbay.router.check.RouteReport;
import dev.patchbay.router.reading.Problem;
import dev.patchbay.router.route.Route;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RouteTestsTest {
  private static final CatalogFile CATALOG = TestCatalog.read();
  private static final List<Route> ROUTES =
      TestCatalog.routes(
          """
          routes:
            - name: pushes
              when: {type: [push]}
              deliver:
                - slack: {channel: "#dev"}
                - slack: {channel: "#all", text: "{{ actor }}: {{ title }}"}
            - name: files
              when: {source: [github]}
              deliver: [{box: {size: "{{ $count(data.commits) }}"}}]
          """);

  private static RouteTests parse(String text) {
    return RouteTests.parse("routes.test.yaml", text, ROUTES, CATALOG);
  }

  private static List<String> differences(String given, String expect) {
    RouteTests tests = parse("tests: [{name: it, given: %s, expect: %s}]".formatted(given, expect));
    assertThat(tests.problems()).isEmpty();
    return tests
        .run(
            ROUTES,
            CATALOG,
            sample -> {
              if (!"push".equals(sample.sample())) {
                throw new IllegalArgumentException(
                    sample.source() + " has no sample '" + sample.sample() + "'");
              }
              return List.of(
                  TestCatalog.event(
                      "push", Map.of("title", "t", "data", Map.of("commits", List.of(1, 2)))));
            })
        .getFirst()
        .differences();
  }

  @Test
  void passesWhereTheDeliveriesAreThoseNamed() {
    assertThat(
            differences(
                "{source: github, sample: push, event: {title: <x>, actor: mira}}",
                "[{route: pushes, connector: slack, channel: '#all', text: 'mira: &lt;x&gt;'},"
                    + " {route: pushes, connector: slack, channel: '#dev', text: '*&lt;x&gt;*'},"
                    + " {route: files, connector: box, folder: '0', size: 2}]"))
        .isEmpty();
  }

  @Test
  void tellsADifferentText() {
    assertThat(
            differences(
                "{source: github, sample: push}",
                "[{route: pushes, connector: slack, channel: '#all'},"
                    + " {route: pushes, connector: slack, channel: '#dev', text: hello},"
                    + " {route: files, connector: box}]"))
        .containsExactly("pushes to slack: text: wanted \"hello\", found \"*t*\"");
  }

  @Test
  void tellsWhatIsMissingAndWhatWasNotExpected() {
    assertThat(
            differences(
                "{event: {source: github, type: ping, data: {commits: [{}]}}}",
                "[{route: pushes, connector: slack}]"))
        .containsExactly("missing: pushes to slack", "not expected: files to box");
  }

  @Test
  void expectsNothingOfAnEventThatNoRouteTakes() {
    assertThat(differences("{event: {source: stripe, type: ping}}", "[]")).isEmpty();
  }

  @Test
  void tellsOfASampleThatIsNotThere() {
    assertThat(differences("{source: github, sample: pull}", "[]"))
        .containsExactly("github has no sample 'pull'");
  }

  @Test
  void tellsAllThatIsWrongWithTheFile() {
    assertThat(
            parse(
                    """
                    tests:
                      - name: it
                        given: {sorce: github, event: {tpye: push}}
                        expect:
                          - {route: pushs, connector: slack, chanel: x}
                          - {route: pushes, connector: slck}
                      - given: {source: githup, sample: push}
                        name: other
                    """)
                .problems())
        .extracting(Problem::toString)
        .anySatisfy(it -> assertThat(it).startsWith("routes.test.yaml:3:13:").contains("'source'?"))
        .anySatisfy(it -> assertThat(it).startsWith("routes.test.yaml:3:36:").contains("'type'?"))
        .anySatisfy(it -> assertThat(it).startsWith("routes.test.yaml:5:10:").contains("'pushes'?"))
        .anySatisfy(it -> assertThat(it).startsWith("routes.test.yaml:5:").contains("'channel'?"))
        .anySatisfy(it -> assertThat(it).startsWith("routes.test.yaml:6:").contains("'slack'?"))
        .anySatisfy(it -> assertThat(it).startsWith("routes.test.yaml:7:").contains("'github'?"))
        .anySatisfy(
            it ->
                assertThat(it)
                    .startsWith("routes.test.yaml:7:")
                    .contains("'expect' must be a list"))
        .hasSize(7);
  }

  @Test
  void reportsHowOftenAndHowLongADeliveryIsTried() {
    assertThat(RouteReport.of(ROUTES, CATALOG, _ -> TestCatalog.QUEUE).lines())
        .extracting(
            line ->
                line.route() + ", " + line.connector() + ": " + line.fate() + "; " + line.doubt())
        .containsExactly(
            "pushes, slack: at most 12 attempts over 24 h, then dead letter `slack`; "
                + "a dead letter at once where it may have arrived",
            "files, box: at most 1 attempt over 90 min, then dead letter `box`; ");
  }
}
