package dev.patchbay.router.reading;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.core.event.Room;
import dev.patchbay.router.TestCatalog;
import dev.patchbay.router.check.RouteReport;
import dev.patchbay.router.check.StackSize;
import dev.patchbay.router.compile.RouteTemplate;
import dev.patchbay.router.route.Route;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RoutesTest {
  private static List<String> problems(String text) {
    return Routes.parse("routes.yaml", text, TestCatalog.read()).problems().stream()
        .map(Problem::toString)
        .toList();
  }

  @Test
  void readsARoute() {
    Route route =
        TestCatalog.routes(
                """
                routes:
                  - name: one
                    when: {source: github}
                    deliver:
                      - slack: {channel: "#dev"}
                        onUnknown: resend
                      - box:
                """)
            .getFirst();

    assertThat(route.connectors()).containsExactly("slack", "box");
    assertThat(route.pattern().get("source")).isEqualTo(List.of("github"));
    assertThat(route.deliveries().getFirst()).containsEntry("onUnknown", "resend");
  }

  @Test
  void hintsAtTheSourcesThatNothingWatches() {
    String routes =
        """
        routes:
          - name: one
            when: {source: [github, stripe]}
            deliver: [{slack: {channel: "#dev"}}]
        watch:
        """;
    String one = "  - {source: github, quietFor: 6h}\n";
    String other = "  - {source: stripe, badSignatures: 5}\n";
    assertThat(hint(routes + one)).contains("fail: stripe.").doesNotContain("github");
    assertThat(hint(routes + one + other)).isEmpty();
  }

  private static String hint(String text) {
    return Routes.parse("routes.yaml", text, TestCatalog.read()).hint().orElse("");
  }

  @Test
  void readsWhenNewsIsTold() {
    Route route =
        TestCatalog.routes(
                """
                routes:
                  - name: one
                    when: {source: github}
                    deliver:
                      - slack: {channel: "#dev"}
                        digest: 5m
                        quiet: {from: "22:00", to: "07:00", zone: Europe/Berlin, weekends: true}
                """)
            .getFirst();

    assertThat(route.deliveries().getFirst()).containsEntry("digest", "5m").containsKey("quiet");
    assertThat(
            RouteReport.of(List.of(route), TestCatalog.read(), _ -> TestCatalog.QUEUE)
                .lines()
                .getFirst()
                .fate())
        .endsWith(", summed up every 5m, quiet at 22:00-07:00 Europe/Berlin and weekends");
  }

  @Test
  void saysWhatIsWrongWithDigestsAndQuietHours() {
    assertThat(
            problems(
                """
                routes:
                  - name: one
                    when: {source: github}
                    deliver:
                      - slack: {channel: "#dev"}
                        digest: often
                      - slack: {channel: "#dev"}
                        quiet: {from: "22:00", till: "07:00"}
                      - box:
                        digest: 1h
                """))
        .anySatisfy(it -> assertThat(it).contains("deliver[0].digest").contains("30s, 15m"))
        .anySatisfy(it -> assertThat(it).contains("deliver[1].quiet.till").contains("not known"))
        .anySatisfy(it -> assertThat(it).contains("deliver[2].digest").contains("no parameter"));
  }

  @Test
  void seesWhatStandsBesideATemplateInAnObject() {
    assertThat(
            problems(
                """
                routes:
                  - name: one
                    when: {source: [github]}
                    deliver:
                      - box: {task: {mesage: "{{ title }}", to: ann}}
                      - box: {task: {message: "{{ title }}"}}
                      - box: {task: {message: "{{ title }}", to: "{{ actor }}"}}
                """))
        .satisfiesExactly(
            it -> assertThat(it).startsWith("routes.yaml:5:").contains("mesage"),
            it -> assertThat(it).startsWith("routes.yaml:6:").contains("needs 'to'"));
  }

  @Test
  void looksIntoListsOfWhichSomethingIsATemplate() {
    assertThat(
            problems(
                """
                routes:
                  - name: one
                    when: {source: [github]}
                    deliver:
                      - slack:
                          channel: "#ops"
                          actions:
                            - {text: "{{ title }}", style: "{{ severity }}"}
                            - {text: "{{ title }}", stile: primary}
                            - {text: "{{ title }}", style: loud}
                            - {style: "{{ severity }}"}
                """))
        .satisfiesExactlyInAnyOrder(
            it -> assertThat(it).startsWith("routes.yaml:9:").contains("stile"),
            it -> assertThat(it).startsWith("routes.yaml:10:").contains("actions[2].style"),
            it -> assertThat(it).startsWith("routes.yaml:11:").contains("needs 'text'"));
  }

  @Test
  void tellsEverythingAtOnceWithItsLine() {
    assertThat(
            problems(
                """
                routes:
                  - name: Bad Name
                    wen: {}
                    when: {sorce: [github], source: [githup]}
                    deliver:
                      - slakc: {channel: x}
                      - slack: {chanel: "#dev", text: "{{ title"}
                      - box: {size: many}
                      - slack: {channel: x}
                        onUnknown: maybe
                """))
        .anySatisfy(it -> assertThat(it).startsWith("routes.yaml:2:5: routes[0].name:"))
        .anySatisfy(
            it -> assertThat(it).startsWith("routes.yaml:3:5: ").contains("did you mean 'when'?"))
        .anySatisfy(
            it ->
                assertThat(it).startsWith("routes.yaml:4:12: ").contains("did you mean 'source'?"))
        .anySatisfy(
            it -> assertThat(it).startsWith("routes.yaml:4:").contains("did you mean 'github'?"))
        .anySatisfy(
            it -> assertThat(it).startsWith("routes.yaml:6:9: ").contains("did you mean 'slack'?"))
        .anySatisfy(
            it ->
                assertThat(it).startsWith("routes.yaml:7:17: ").contains("did you mean 'channel'?"))
        .anySatisfy(
            it ->
                assertThat(it)
                    .startsWith("routes.yaml:7:9: ")
                    .contains("needs 'channel', such as \"#ops\""))
        .anySatisfy(
            it -> assertThat(it).startsWith("routes.yaml:7:33: ").contains("has no closing }}"))
        .anySatisfy(it -> assertThat(it).startsWith("routes.yaml:8:15: ").contains("integer"))
        .anySatisfy(
            it -> assertThat(it).startsWith("routes.yaml:10:9: ").contains("resend or park"))
        .hasSize(10);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | 1:1: must begin with 'routes:'",
        "'[1]' | 1:1: must begin with 'routes:'",
        "'route: []' | did you mean 'routes'?",
        "'routes: {}' | 1:1: routes: 'routes' must be a list",
        "'routes: [1]' | routes[0]: a route is name, when and deliver; this is number",
        "'routes: [{name: a, when: {}, deliver: []}]' | 'when' must be a pattern",
        "'routes: [{name: a, when: {type: [x]}, deliver: []}]' | at least one delivery",
        "'routes: [{name: a, when: {type: [x]}, deliver: [slack]}]' | a delivery names its"
            + " connector",
        "'routes: [{name: a, when: {type: [x]}, deliver: [{slack: {channel: x}, box: {}}]}]' "
            + "| exactly one connector; this one names [box, slack]",
        "'routes: [{name: a, when: {type: [{prefx: x}]}, deliver: [{box: }]}]' | no event pattern",
        "'routes: [{name: a, name: b}]' | 1:20: routes[0].name: 'name' stands here twice",
        "'routes: [' | not YAML",
        "'a: &a [*a]' | aliases that hold themselves",
        "'routes: !mine x' | 1:1: routes: 'x' is not read as !mine",
        "'routes: !!int x' | 1:1: routes: 'x' is not read as",
      })
  void saysWhatIsWrong(String text, String said) {
    assertThat(problems(text)).anySatisfy(problem -> assertThat(problem).contains(said));
  }

  @Test
  void tellsOfTabs() {
    assertThat(problems("routes:\n\t- name: a\n"))
        .first()
        .asString()
        .startsWith("routes.yaml:2:1:")
        .contains("spaces, not tabs");
  }

  @Test
  void refusesANameThatIsTaken() {
    String route = "  - {name: a, when: {type: [x]}, deliver: [{box: }]}\n";

    assertThat(problems("routes:\n" + route + route))
        .containsExactly("routes.yaml:3:6: routes[1].name: another route is named 'a' already");
  }

  @Test
  void refusesAPatternThatEventBridgeFindsTooLong() {
    assertThat(
            problems(
                "routes: [{name: a, when: {type: [%s]}, deliver: [{box: }]}]"
                    .formatted("x".repeat(2048))))
        .first()
        .asString()
        .contains("EventBridge takes 2048; split the route in two");
  }

  private static String withText(String text) {
    return "routes: [{name: a, when: {type: [x]}, deliver: [{slack: {channel: c, text: \"%s\"}}]}]"
        .formatted(text);
  }

  @Test
  void takesDeliveriesOfAsManyCharactersAsARuleHasRoomForAndNoMore() {
    int around = RouteTemplate.of(TestCatalog.routes(withText("x")).getFirst()).length() - 1;

    assertThat(problems(withText("x".repeat(8192 - around)))).isEmpty();
    assertThat(problems(withText("x".repeat(8193 - around))))
        .first()
        .asString()
        .contains("8193 characters together, and EventBridge takes 8192");
    // Written as \\u003c, an angle bracket takes six.
    assertThat(problems(withText("<".repeat(1400)))).first().asString().contains("takes 8192");
  }

  @Test
  void takesDeliveriesOfAsManyBytesAsSnsHasRoomForBesideAFullEventAndNoMore() {
    int around = RouteTemplate.of(TestCatalog.routes(withText("x")).getFirst()).length() - 1;
    int most = (Room.ROUTE - around) / 3;

    assertThat(problems(withText("話".repeat(most)))).isEmpty();
    assertThat(problems(withText("話".repeat(most + 1))))
        .first()
        .asString()
        .contains("SNS has room for " + Room.ROUTE);
  }

  private static String routes(int count) {
    StringBuilder text = new StringBuilder("routes:\n");
    for (int i = 0; i < count; i++) {
      text.append("  - {name: r%d, when: {type: [x]}, deliver: [{box: }]}\n".formatted(i));
    }
    return text.toString();
  }

  @Test
  void takesAsManyRoutesAsAStackHasRoomForAndSaysWhenItIsNearlyFull() {
    // A rule, a topic, its policy and a subscription each; and the box connector's stack.
    assertThat(problems(routes(124))).isEmpty();
    assertThat(problems(routes(125)))
        .containsExactly(
            "routes.yaml:1:1: routes: the routes take 503 of the 500 resources that CloudFormation"
                + " takes in a stack; join some routes by a list in 'when', or deploy a second"
                + " stack");
    assertThat(StackSize.of(TestCatalog.routes(routes(99)), TestCatalog.read()).warnings())
        .isEmpty();
    assertThat(StackSize.of(TestCatalog.routes(routes(100)), TestCatalog.read()).warnings())
        .containsExactly(
            "the routes take 403 of the 500 resources that CloudFormation takes in a stack");
  }

  @Test
  void keepsTheNamesOfReplaysForItself() {
    assertThat(problems("routes: [{name: a-replay-b, when: {type: [x]}, deliver: [{box: }]}]"))
        .first()
        .asString()
        .contains("hold -replay- are Patchbay's own");
  }

  @Test
  void takesATemplateForANumber() {
    assertThat(
            problems(
                "routes: [{name: a, when: {type: [x]}, deliver: [{box: {size: '{{ 1 + 1 }}'}}]}]"))
        .isEmpty();
  }

  @Test
  void tellsOfAFileThatIsNotThere() {
    assertThat(Routes.read(Path.of("no-such.yaml"), TestCatalog.read()).problems())
        .singleElement()
        .asString()
        .contains("there is no such file");
  }
}
