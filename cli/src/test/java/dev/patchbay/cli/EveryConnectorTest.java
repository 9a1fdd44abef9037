package dev.patchbay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.core.catalog.CatalogFile;
import dev.patchbay.core.catalog.ConnectorEntry;
import dev.patchbay.core.json.Json;
import dev.patchbay.local.sandbox.Inbox;
import dev.patchbay.router.reading.Routes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * One event to every connector of the catalog, each with no more than it requires: its stand-in
 * takes it, and what arrives reads well.
 */
final class EveryConnectorTest {
  private static final int IN_A_ROUTE = 4;

  @TempDir static Path folder;

  /** The route that a connector's page shows, which the command checks as it stands there. */
  private static final Pattern EXAMPLE =
      Pattern.compile("## Use it in a route\n+```yaml\n(.*?)```", Pattern.DOTALL);

  /** What examples speak of and GitHub's payload does not hold. */
  private static final Map<String, Object> SPOKEN_OF =
      Map.of("customer_id", "c-1", "email", "ann@example.com", "amount", 42);

  /** Box fetches a file from the internet, which a test has not: Box's own tests show it. */
  private static final Set<String> OF_THE_INTERNET = Set.of("fetch");

  /** What has no function has no stand-in: the rule sends to AWS itself. */
  static List<String> names(CatalogFile catalog) {
    return catalog.connectors().keySet().stream()
        .filter(name -> catalog.connector(name).orElseThrow().target() == null)
        .toList();
  }

  private static String example(String name) throws IOException {
    String page = Files.readString(TestHub.ROOT.resolve("docs/catalog/connectors/" + name + ".md"));
    Matcher found = EXAMPLE.matcher(page);
    assertThat(found.find()).as(name).isTrue();
    return found.group(1);
  }

  @TestFactory
  Stream<DynamicTest> hasAPageWhoseExampleTheCommandAccepts() {
    CatalogFile catalog = CatalogFile.read(TestHub.ROOT.resolve("connector-catalog.json"));
    return catalog.connectors().keySet().stream()
        .map(
            name ->
                DynamicTest.dynamicTest(
                    name,
                    () ->
                        assertThat(Routes.parse(name, example(name), catalog).problems())
                            .isEmpty()));
  }

  @TestFactory
  List<DynamicTest> takesEveryExampleOfItsPage() throws Exception {
    CatalogFile catalog = CatalogFile.read(TestHub.ROOT.resolve("connector-catalog.json"));
    List<String> names = names(catalog);
    Map<String, String> lost = new TreeMap<>();
    for (int from = 0; from < names.size(); from += 10) {
      List<String> some = names.subList(from, Math.min(names.size(), from + 10));
      Map<String, Integer> expected = new TreeMap<>();
      StringBuilder routes = new StringBuilder("routes:\n");
      for (String name : some) {
        List<Object> deliveries = examples(catalog.connector(name).orElseThrow());
        expected.put(name, deliveries.size() + 1);
        routes.append(
            example(name)
                .replaceFirst("routes:\n", "")
                .replace("name: failed-deploys", "name: to-" + name));
        for (int i = 0; i < deliveries.size(); i++) {
          String route = "to-" + name + "-" + i;
          routes.append("  - ").append(Json.write(route(route, deliveries.subList(i, i + 1))));
          routes.append('\n');
        }
      }
      Path data = Files.createDirectory(folder.resolve("examples" + from));
      try (TestHub hub = TestHub.start(data, routes.toString(), TestHub.githubSecret())) {
        lost.putAll(lost(hub, expected));
      }
    }
    return names.stream()
        .map(
            name ->
                DynamicTest.dynamicTest(
                    name, () -> assertThat(lost.get(name)).as(lost.get(name)).isNull()))
        .toList();
  }

  /** A delivery for each example of each parameter, with no more beside it than it needs. */
  private static List<Object> examples(ConnectorEntry entry) {
    List<Object> deliveries = new ArrayList<>();
    entry
        .parameters()
        .properties()
        .forEach(
            (name, property) -> {
              if (property.get("examples") instanceof List<?> examples
                  && !OF_THE_INTERNET.contains(name)) {
                for (Object example : examples) {
                  Map<String, Object> parameters = required(entry);
                  parameters.keySet().removeAll(excluded(entry, name));
                  parameters.put(name, example);
                  deliveries.add(Map.of(entry.name(), parameters));
                }
              }
            });
    return deliveries;
  }

  /** Of alternatives of which one and no other must be named, the others. */
  private static Set<String> excluded(ConnectorEntry entry, String name) {
    Set<String> alternatives = new HashSet<>();
    for (Object alternative : entry.parameters().oneOf()) {
      if (((Map<?, ?>) alternative).get("required") instanceof List<?> required) {
        required.forEach(one -> alternatives.add(one.toString()));
      }
    }
    return alternatives.remove(name) ? alternatives : Set.of();
  }

  private static Map<String, Object> route(String name, List<Object> deliveries) {
    return Map.of("name", name, "when", Map.of("source", List.of("github")), "deliver", deliveries);
  }

  /** Those that a failed deployment did not reach as often as it should, and what was said. */
  private static Map<String, String> lost(TestHub hub, Map<String, Integer> expected)
      throws Exception {
    String id = UUID.randomUUID().toString();
    byte[] failed =
        Files.readAllBytes(
            TestHub.ROOT.resolve("webhooks/sources/github/samples/deployment_status.failure.json"));
    Map<String, Object> payload =
        new LinkedHashMap<>(Json.object(Json.parseObject(failed).get("body")));
    payload.putAll(SPOKEN_OF);
    byte[] body = Json.writeBytes(payload);
    assertThat(hub.post("deployment_status", id, body).statusCode()).isEqualTo(202);
    Map<String, String> lost = new TreeMap<>();
    try {
      // Twilio takes a message in three seconds from one number.
      TestHub.await(Duration.ofMinutes(3), () -> missing(hub, expected).isEmpty());
    } catch (AssertionError _) { // each connector that misses some is a failure of its own
      String said = hub.run("deadletters");
      missing(hub, expected).forEach((name, count) -> lost.put(name, count + " missing: " + said));
    }
    return lost;
  }

  private static Map<String, Long> missing(TestHub hub, Map<String, Integer> expected) {
    Map<String, Long> arrived =
        hub.inbox().stream()
            .collect(Collectors.groupingBy(Inbox.Arrival::connector, Collectors.counting()));
    Map<String, Long> missing = new TreeMap<>();
    expected.forEach((name, count) -> missing.put(name, count - arrived.getOrDefault(name, 0L)));
    missing.values().removeIf(count -> count <= 0);
    return missing;
  }

  @TestFactory
  List<DynamicTest> takesWhatItIsSentByDefault() throws Exception {
    CatalogFile catalog = CatalogFile.read(TestHub.ROOT.resolve("connector-catalog.json"));
    List<String> names = names(catalog);
    Map<String, String> arrived = new TreeMap<>();
    Map<String, String> traced = new TreeMap<>();
    for (int from = 0; from < names.size(); from += 20) {
      List<String> some = names.subList(from, Math.min(names.size(), from + 20));
      Path data = Files.createDirectory(folder.resolve("hub" + from));
      try (TestHub hub = TestHub.start(data, routes(catalog, some), TestHub.githubSecret())) {
        arrived.putAll(arrived(hub, some, traced));
      }
    }
    return names.stream()
        .map(
            name ->
                DynamicTest.dynamicTest(
                    name,
                    () ->
                        assertThat(arrived.get(name))
                            .as(traced.get(name))
                            .contains("round prices up")
                            .doesNotContain("{{")))
        .toList();
  }

  private static Map<String, String> arrived(
      TestHub hub, List<String> names, Map<String, String> traced) throws Exception {
    String id = UUID.randomUUID().toString();
    byte[] push =
        Files.readAllBytes(TestHub.ROOT.resolve("webhooks/sources/github/samples/push.json"));
    byte[] body = Json.writeBytes(Json.parseObject(push).get("body"));
    assertThat(hub.post("push", id, body).statusCode()).isEqualTo(202);
    try {
      TestHub.await(() -> texts(hub).keySet().containsAll(names));
    } catch (AssertionError _) { // each missing one is a failure of its own
      names.forEach(name -> traced.put(name, hub.run("trace", id)));
    }
    return texts(hub);
  }

  private static Map<String, String> texts(TestHub hub) {
    return hub.inbox().stream()
        .collect(
            Collectors.toMap(
                Inbox.Arrival::connector,
                arrival -> arrival.to() + ": " + arrival.text(),
                (first, _) -> first));
  }

  static String routes(CatalogFile catalog, List<String> names) {
    List<Object> routes = new ArrayList<>();
    for (int from = 0; from < names.size(); from += IN_A_ROUTE) {
      List<Object> deliveries = new ArrayList<>();
      for (String name : names.subList(from, Math.min(names.size(), from + IN_A_ROUTE))) {
        deliveries.add(Map.of(name, required(catalog.connector(name).orElseThrow())));
      }
      routes.add(route("route-" + from, deliveries));
    }
    return Json.write(Map.of("routes", routes));
  }

  /** What a route must say: the first example of each. */
  private static Map<String, Object> required(ConnectorEntry entry) {
    Map<String, Object> parameters = new LinkedHashMap<>();
    List<String> wanted = new ArrayList<>(entry.parameters().required());
    wanted.addAll(entry.parameters().first());
    for (String name : wanted) {
      parameters.put(
          name, ((List<?>) entry.parameters().properties().get(name).get("examples")).getFirst());
    }
    if (entry.name().equals("intercom")) { // one of two is required
      parameters.put("user", "1");
    }
    return parameters;
  }
}
