package dev.patchbay.router.compile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.core.catalog.CatalogFile;
import dev.patchbay.core.json.Json;
import dev.patchbay.router.reading.Routes;
import dev.patchbay.router.route.Route;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The way of a destination's last word to the queue of its connector. */
class CompletionsTest {
  private static final String CONNECTOR =
      """
      {"name": "%s", "effect": "unsafe", "onUnknown": "park",
       "parameters": {"type": "object", "properties": {"to": {"type": "string"}}} %s}
      """;
  private static final String COMPLETION =
      """
      , "completion": {
        "when": {"source": ["carrier"], "type": ["message.delivered", "message.failed"]},
        "event": "data.event", "route": "data.route", "delivery": "data.delivery",
        "receipt": "data.id", "arrived": "type = 'message.delivered'", "reason": "data.why"}
      """;

  @TempDir Path folder;
  private CatalogFile catalog;

  @BeforeEach
  void write() throws IOException {
    String text =
        "{\"sources\": {}, \"connectors\": {\"sms\": %s, \"chat\": %s}}"
            .formatted(CONNECTOR.formatted("sms", COMPLETION), CONNECTOR.formatted("chat", ""));
    catalog = CatalogFile.read(Files.writeString(folder.resolve("catalog.json"), text));
  }

  private static Route route(String name, String connector) {
    return new Route(
        name, Map.of("source", List.of("github")), List.of(Map.of("connector", connector)));
  }

  private Map<String, Object> resources(Route... routes) {
    return Json.object(
        Json.parseObject(new RouteCompiler(catalog).compile(List.of(routes))).get("Resources"));
  }

  @Test
  void goesByTheOrdinaryWayOnceHoweverManyRoutesNameTheConnector() {
    Map<String, Object> resources = resources(route("one", "sms"), route("two", "sms"));
    assertThat(resources)
        .containsKeys(
            "CompletionsOfSmsRule",
            "CompletionsOfSmsTopic",
            "CompletionsOfSmsTopicPolicy",
            "CompletionsOfSmsToSms");
    Map<String, Object> rule = Json.object(resources.get("CompletionsOfSmsRule"));
    Map<String, Object> properties = Json.object(rule.get("Properties"));
    assertThat(Json.object(properties.get("EventPattern")))
        .containsEntry("detail", catalog.connector("sms").orElseThrow().completion().when());
    assertThat(Json.write(properties.get("Targets")))
        .contains("{\\\"connector\\\":\\\"sms\\\",\\\"completes\\\":true}");
  }

  @Test
  void isNotThereForAConnectorThatHearsNoMore() {
    assertThat(resources(route("one", "chat")).keySet())
        .noneMatch(id -> id.startsWith("CompletionsOf"));
  }

  @Test
  void keepsItsNameFromUsers() {
    Routes routes =
        Routes.parse(
            "routes.yaml",
            """
            routes:
              - name: completions-of-sms
                when: {source: [github]}
                deliver: [sms: {to: "1"}]
            """,
            catalog);
    assertThat(routes.problems())
        .anyMatch(problem -> problem.toString().contains("completions-of-"));
  }
}
