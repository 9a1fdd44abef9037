package dev.patchbay.router;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.patchbay.core.catalog.CatalogFile;
import dev.patchbay.core.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
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

  @TempDir Path folder;

  private static Map<String, Object> compiled(List<Route> routes) {
    return Json.parseObject(new RouteCompiler(List.of("slack", "box")).compile(routes));
  }

  private static Map<String, Object> properties(Map<String, Object> stack, String id) {
    Map<String, Object> resources = Json.object(stack.get("Resources"));
    return Json.object(Json.object(resources.get(id)).get("Properties"));
  }

  @Test
  void makesRuleTopicPolicyAndASubscriptionPerConnector() {
    assertThat(Json.object(compiled(ROUTES).get("Resources")).keySet())
        .containsExactly(
            "None",
            "FailedDeploysTopic",
            "FailedDeploysRule",
            "FailedDeploysTopicPolicy",
            "FailedDeploysToSlack",
            "FailedDeploysToBox");
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
            "QueueBox",
            "QueueSlack");
  }

  @Test
  void givesTheSameTextForTheSameRoutes() {
    RouteCompiler compiler = new RouteCompiler(List.of("slack", "box"));

    assertThat(compiler.compile(ROUTES))
        .isEqualTo(new RouteCompiler(List.of("box", "slack")).compile(List.copyOf(ROUTES)));
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
        .contains("rule/${Bus}/${Prefix}-route-failed-deploys-replay-*");
  }

  @Test
  void passesCfnLint() throws Exception {
    CatalogFile catalog = CatalogFile.read(TestCatalog.root().resolve("connector-catalog.json"));
    Routes routes = Routes.read(TestCatalog.root().resolve("routes.yaml"), catalog);
    assertThat(routes.problems()).isEmpty();
    List<String> connectors = List.copyOf(catalog.connectors().keySet());

    lint(new RouteCompiler(connectors).compile(routes.routes()), "real.json");
    lint(new RouteCompiler(List.of("slack", "box")).compile(ROUTES), "two.json");
    lint(new RouteCompiler(List.of("slack", "box")).compile(List.of()), "none.json");
  }

  /**
   * Queues of connectors without a route are unused parameters (W2001), which is meant: the parent
   * stays the same.
   */
  private void lint(String stack, String name) throws IOException, InterruptedException {
    Path file = Files.writeString(folder.resolve(name), stack);
    Process process;
    try {
      process =
          new ProcessBuilder("cfn-lint", "--ignore-checks", "W2001", "--", file.toString())
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
