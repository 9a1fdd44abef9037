package dev.patchbay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.core.catalog.CatalogFile;
import dev.patchbay.core.catalog.ConnectorEntry;
import dev.patchbay.core.json.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every connector of the catalog with a secret that is not its stand-in's, whole save for what is
 * secret: the stand-in refuses it, and the connector knows that for what it is.
 */
final class WrongSecretTest {
  @TempDir static Path folder;

  @TestFactory
  List<DynamicTest> isRefusedByTheStandIn() throws Exception {
    CatalogFile catalog = CatalogFile.read(TestHub.ROOT.resolve("connector-catalog.json"));
    List<String> names = EveryConnectorTest.names(catalog);
    Map<String, Map<String, Object>> deliveries = new TreeMap<>();
    Map<String, List<String>> arrived = new TreeMap<>();
    try (TestSandbox sandbox = new TestSandbox(folder)) {
      Map<String, Object> key =
          Map.of("accessKeyId", "AKIAEXAMPLE", "secretAccessKey", "example-secret");
      for (String name : List.of("opensearch", "sns")) { // else the function's role signs
        Map<String, Object> secret = new LinkedHashMap<>(sandbox.secret(name));
        secret.putAll(key);
        sandbox.secret(name, secret);
      }
      for (int from = 0; from < names.size(); from += 20) {
        List<String> some = names.subList(from, Math.min(names.size(), from + 20));
        Map<String, Object> secrets = new LinkedHashMap<>(TestHub.githubSecret());
        for (String name : some) {
          secrets.put(
              "patchbay/connectors/" + name,
              wrong(catalog.connector(name).orElseThrow(), sandbox.secret(name)));
        }
        Path data = Files.createDirectory(folder.resolve("hub" + from));
        String routes = EveryConnectorTest.routes(catalog, some);
        try (TestHub hub = TestHub.start(data, routes, secrets)) {
          deliveries.putAll(tried(hub, some));
        }
      }
      names.forEach(name -> arrived.put(name, sandbox.texts(name)));
    }
    return names.stream()
        .map(
            name ->
                DynamicTest.dynamicTest(
                    name, () -> isMisconfigured(deliveries.get(name), arrived.get(name))))
        .toList();
  }

  /** What is secret, another; where the address is the secret, its end. */
  private static Map<String, Object> wrong(ConnectorEntry entry, Map<String, Object> secret) {
    Map<String, Object> wrong = new LinkedHashMap<>(secret);
    secret.forEach(
        (field, value) -> {
          if (Boolean.TRUE.equals(entry.secret().properties().get(field).get("secret"))) {
            String right = value.toString();
            int end = right.lastIndexOf('/') + 1;
            wrong.put(
                field, right.substring(0, end) + new StringBuilder(right.substring(end)).reverse());
          }
        });
    return wrong;
  }

  /** What the ledger knows of each, once each was tried. */
  private static Map<String, Map<String, Object>> tried(TestHub hub, List<String> names)
      throws Exception {
    String id = UUID.randomUUID().toString();
    byte[] push =
        Files.readAllBytes(TestHub.ROOT.resolve("webhooks/sources/github/samples/push.json"));
    byte[] body = Json.writeBytes(Json.parseObject(push).get("body"));
    assertThat(hub.post("push", id, body).statusCode()).isEqualTo(202);
    TestHub.await(() -> traced(hub, id).keySet().containsAll(names));
    return traced(hub, id);
  }

  private static Map<String, Map<String, Object>> traced(TestHub hub, String id) {
    Map<String, Map<String, Object>> deliveries = new TreeMap<>();
    String printed = hub.run("trace", id, "--json");
    if (printed.startsWith("0 ")) {
      for (Object delivery : (List<?>) Json.parseObject(printed.substring(2)).get("deliveries")) {
        Map<String, Object> fields = Json.object(delivery);
        if (fields.get("log") instanceof List<?> log && !log.isEmpty()) {
          deliveries.put(fields.get("connector").toString(), fields);
        }
      }
    }
    return deliveries;
  }

  private static void isMisconfigured(Map<String, Object> delivery, List<String> arrived) {
    assertThat((List<?>) delivery.get("log"))
        .as(Json.write(delivery))
        .extracting(attempt -> Json.object(attempt).get("outcome"))
        .contains("misconfigured");
    assertThat(arrived).isEmpty();
  }
}
