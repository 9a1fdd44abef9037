package dev.patchbay.router.compile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.patchbay.core.catalog.CatalogFile;
import dev.patchbay.core.json.Json;
import dev.patchbay.router.TestCatalog;
import dev.patchbay.router.reading.Routes;
import dev.patchbay.router.route.Route;
import dev.patchbay.router.route.Watch;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RouteCompilerTest {
  private static final List<Route> ROUTES =
      TestCatalog.routes(
          """
          routes:
            - name: failed-deploys
              when: {source: [github], $or: [{severity: [error]}, {data: {count: [{numeric: [">", 3]}]}}]}
              deliver:
                - slack: {channel: "#ops", text: "<{{ url }}|open> & \\"quoted\\""}
                - slack: {channel: "#dev"}
                - box:
          """);

  private static final CatalogFile CATALOG =
      CatalogFile.read(TestCatalog.root().resolve("connector-catalog.json"));

  @TempDir Path folder;

  private static Map<String, Object> compiled(List<Route> routes) {
    return Json.parseObject(new RouteCompiler(CATALOG).compile(routes));
  }

  private static Map<String, Object> properties(Map<String, Object> stack, String id) {
    Map<String, Object> resources = Json.object(stack.get("Resources"));
    return Json.object(Json.object(resources.get(id)).get("Properties"));
  }

  @Test
  void makesRuleTopicPolicyAndASubscriptionPerConnectorAndAStackOfEachConnector() {
    assertThat(Json.object(compiled(ROUTES).get("Resources")).keySet())
        .containsExactly(
            "None",
            "BoxConnector",
            "SlackConnector",
            "FailedDeploysTopic",
            "FailedDeploysRule",
            "FailedDeploysTopicPolicy",
            "FailedDeploysToSlack",
            "FailedDeploysToBox",
            "Queries");
  }

  @Test
  void hasTheSameParametersWhateverTheRoutes() {
    assertThat(Json.object(compiled(List.of()).get("Parameters")).keySet())
        .isEqualTo(Json.object(compiled(ROUTES).get("Parameters")).keySet())
        .containsExactly(
            "Prefix",
            "Bus",
            "UndeliveredEventsArn",
            "UndeliveredMessagesArn",
            "HubLogs",
            "Connectors",
            "Ledger",
            "PayloadBucket",
            "Catalog",
            "PublicUrl",
            "LogRetentionDays",
            "EventRetentionDays",
            "AlarmsArn",
            "KmsKeyArn",
            "Deployment",
            "ArchiveRetentionDays",
            "Tracing");
  }

  @Test
  void givesAConnectorWithCodeItsOwnFunctionAndADeclaredOneTheEngines() {
    Map<String, Object> stack =
        compiled(
            Routes.parse(
                    "routes.yaml",
                    """
                    routes:
                      - name: both
                        when: {source: [github]}
                        deliver: [slack: {channel: "#ops"}, splunk: ]
                    """,
                    CATALOG)
                .routes());

    assertThat(properties(stack, "SlackConnector"))
        .containsEntry("TemplateURL", "../../connectors/slack/target/template.yaml")
        .extractingByKey("Parameters")
        .hasToString(
            "{Prefix={Ref=Prefix}, Ledger={Ref=Ledger}, PayloadBucket={Ref=PayloadBucket},"
                + " Catalog={Ref=Catalog}, PublicUrl={Ref=PublicUrl},"
                + " LogRetentionDays={Ref=LogRetentionDays}, AlarmsArn={Ref=AlarmsArn},"
                + " KmsKeyArn={Ref=KmsKeyArn}, Deployment={Ref=Deployment},"
                + " ArchiveRetentionDays={Ref=ArchiveRetentionDays}, Tracing={Ref=Tracing},"
                + " Connector=slack,"
                + " Handler=dev.patchbay.connectors.slack.SlackFunction, Concurrency=2,"
                + " Timeout=60, VisibilityTimeout=360,"
                + " Delivers={Fn::If=[SlackDelivers, true, false]}, LateSeconds=900}");
    assertThat(properties(stack, "SplunkConnector"))
        .containsEntry("TemplateURL", "../../connectors/http/target/template.yaml")
        .extractingByKey("Parameters")
        .asString()
        .contains("Connector=splunk, Handler=dev.patchbay.connectors.http.HttpFunction");
  }

  @Test
  void isLateOnlyAfterWhatARouteLetsWait() {
    String route =
        """
        routes:
          - name: nights
            when: {source: [github]}
            deliver:
              - slack: {channel: "#ops"}
                digest: 1h
                quiet: {from: "22:00", to: "07:00", zone: Europe/Berlin, weekends: %s}
              - box:
        """;

    assertThat(late(route.formatted(false), "SlackConnector")).isBetween(hours(10), hours(11));
    // From Friday at 22:00 to Monday at 07:00.
    assertThat(late(route.formatted(true), "SlackConnector")).isBetween(hours(58), hours(59));
    assertThat(late(route.formatted(true), "BoxConnector")).isEqualTo(900);
  }

  private static long hours(int hours) {
    return hours * 3600L;
  }

  private static long late(String routes, String connector) {
    Object parameters =
        properties(compiled(TestCatalog.routes(routes)), connector).get("Parameters");
    return ((Number) Json.object(parameters).get("LateSeconds")).longValue();
  }

  @Test
  void namesTheLogGroupsThatTheSavedQueriesSearch() {
    Map<String, Object> queries =
        Json.object(Json.object(compiled(ROUTES).get("Resources")).get("Queries"));
    assertThat(Json.write(queries))
        .contains("{\"Ref\":\"HubLogs\"}", "${Prefix}-box", "${Prefix}-slack");
  }

  @Test
  void givesTheSameTextForTheSameRoutes() {
    RouteCompiler compiler = new RouteCompiler(CATALOG);

    assertThat(compiler.compile(ROUTES)).isEqualTo(compiler.compile(List.copyOf(ROUTES)));
  }

  @Test
  void leavesNoAngleBracketOfATextInTheInputTemplate() {
    String template = RouteTemplate.of(ROUTES.getFirst());

    assertThat(template.replace("<aws.events.event.json>", "")).doesNotContain("<", ">");
    Map<String, Object> message =
        Json.parseObject(template.replace("<aws.events.event.json>", "{\"detail\":{}}"));
    assertThat(message.keySet()).containsExactly("route", "connectors", "deliveries", "event");
    assertThat(message).containsEntry("deliveries", ROUTES.getFirst().deliveries());
  }

  @Test
  void matchesOnlyPatchbaysOwnEvents() {
    assertThat(properties(compiled(ROUTES), "FailedDeploysRule").get("EventPattern"))
        .isEqualTo(
            Map.of(
                "source",
                List.of(Map.of("prefix", "patchbay.")),
                "detail",
                ROUTES.getFirst().pattern()));
  }

  @Test
  void letsOnlyItsRuleAndItsReplaysPublishToATopic() {
    assertThat(Json.write(properties(compiled(ROUTES), "FailedDeploysTopicPolicy")))
        .contains("\"Service\":\"events.amazonaws.com\"")
        .contains(
            "\"ArnLike\":{\"aws:SourceArn\":[{\"Fn::GetAtt\":[\"FailedDeploysRule\",\"Arn\"]},")
        .contains("rule/${Bus}/${Prefix}-route-failed*-replay-*");
  }

  @Test
  void passesCfnLint() throws Exception {
    Routes routes = Routes.read(TestCatalog.root().resolve("routes.yaml"), CATALOG);
    assertThat(routes.problems()).isEmpty();

    lint(new RouteCompiler(CATALOG).compile(routes.routes()), "real.json");
    lint(new RouteCompiler(CATALOG).compile(ROUTES), "two.json");
    lint(new RouteCompiler(CATALOG).compile(List.of()), "none.json");
    List<Watch> watches =
        List.of(
            new Watch("github", Duration.ofHours(6), true, 5),
            new Watch("stripe", Duration.ofDays(7), false, null));
    lint(new RouteCompiler(CATALOG).compile(List.of(), watches), "watched.json");
  }

  /**
   * Where there is no route, what is handed on to connectors is unused (W2001), which is meant: the
   * parent stays the same. Paths of this machine (W3002) are what packaging replaces.
   */
  private void lint(String stack, String name) throws IOException, InterruptedException {
    Path file = Files.writeString(folder.resolve(name), stack);
    Process process;
    try {
      process =
          new ProcessBuilder("cfn-lint", "--ignore-checks", "W2001", "W3002", "--", file.toString())
              .redirectErrorStream(true)
              .start();
    } catch (IOException _) {
      assumeTrue(false, "cfn-lint is not installed");
      return;
    }
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
  }
}
