package dev.patchbay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.core.catalog.CatalogFile;
import dev.patchbay.core.catalog.ConnectorEntry;
import dev.patchbay.core.json.Json;
import dev.patchbay.local.sandbox.Inbox;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
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

  @TestFactory
  List<DynamicTest> takesWhatItIsSentByDefault() throws Exception {
    CatalogFile catalog = CatalogFile.read(TestHub.ROOT.resolve("connector-catalog.json"));
    List<String> names = List.copyOf(catalog.connectors().keySet());
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

  private static String routes(CatalogFile catalog, List<String> names) {
    List<Object> routes = new ArrayList<>();
    for (int from = 0; from < names.size(); from += IN_A_ROUTE) {
      List<Object> deliveries = new ArrayList<>();
      for (String name : names.subList(from, Math.min(names.size(), from + IN_A_ROUTE))) {
        deliveries.add(Map.of(name, required(catalog.connector(name).orElseThrow())));
      }
      routes.add(
          Map.of(
              "name",
              "route-" + from,
              "when",
              Map.of("source", List.of("github")),
              "deliver",
              deliveries));
    }
    return Json.write(Map.of("routes", routes));
  }

  /** What a route must say: the first example of each. */
  private static Map<String, Object> required(ConnectorEntry entry) {
    Map<String, Object> parameters = new LinkedHashMap<>();
    for (String name : entry.parameters().required()) {
      parameters.put(
          name, ((List<?>) entry.parameters().properties().get(name).get("examples")).getFirst());
    }
    if (entry.name().equals("intercom")) { // one of two is required
      parameters.put("user", "1");
    }
    return parameters;
  }
}
