package dev.patchbay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.core.json.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Receivers of the user's own, each with an authentication that the connector's secret holds. */
final class ReceiverTest {
  private static final List<String> CONNECTORS = List.of("webhook", "cloudevents");
  private static final String ROUTES =
      """
      routes:
        - name: to-receivers
          when: {source: [github]}
          deliver:
            - webhook: {body: "{{ id }}"}
            - cloudevents: {data: "{{ id }}"}
      """;

  @TempDir static Path folder;
  private static TestSandbox sandbox;

  @BeforeAll
  static void start() throws Exception {
    sandbox = new TestSandbox(folder);
  }

  @AfterAll
  static void stop() {
    sandbox.close();
  }

  private static Map<String, Object> fields(String written) {
    Map<String, Object> fields = new LinkedHashMap<>();
    for (String field : written.isEmpty() ? new String[0] : written.split(" ")) {
      fields.put(field.substring(0, field.indexOf('=')), field.substring(field.indexOf('=') + 1));
    }
    return fields;
  }

  /** The receivers want what the first holds; the hub shows what the second does. */
  private static String sent(TestHub hub) throws Exception {
    String id = UUID.randomUUID().toString();
    byte[] body = Json.writeBytes(Map.of("ref", "refs/heads/main"));
    assertThat(hub.post("push", id, body).statusCode()).isEqualTo(202);
    return id;
  }

  private static TestHub hub(String wanted, String shown) throws Exception {
    Map<String, Object> secrets = new LinkedHashMap<>(TestHub.githubSecret());
    for (String connector : CONNECTORS) {
      sandbox.secret(connector, fields(wanted));
      Map<String, Object> secret = fields(shown);
      String address = sandbox.secret(connector).get("baseUrl").toString();
      secret.put("baseUrl", address);
      secret.computeIfPresent(
          "tokenUrl", (_, path) -> address.substring(0, address.lastIndexOf('/')) + path);
      secrets.put("patchbay/connectors/" + connector, secret);
    }
    Path data = Files.createDirectory(folder.resolve(UUID.randomUUID().toString()));
    return TestHub.start(data, ROUTES, secrets);
  }

  private static boolean hasArrived(String connector, String id) {
    return sandbox.texts(connector).stream().anyMatch(text -> text.contains(id));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "token=t",
        "username=u password=p",
        "headerName=X-Key headerValue=k",
        "signingSecret=whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
        "tokenUrl=/oauth2/token clientId=me clientSecret=key scope=events"
      })
  void takeWhatShowsWhatTheyWant(String secret) throws Exception {
    try (TestHub hub = hub(secret, secret)) {
      String id = sent(hub);
      TestHub.await(() -> CONNECTORS.stream().allMatch(one -> hasArrived(one, id)));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "tokenUrl=/oauth2/token clientId=me clientSecret=another",
        "token=sandbox-1",
        "signingSecret=whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
      })
  void takeNothingElse(String shown) throws Exception {
    try (TestHub hub = hub("clientId=me clientSecret=key", shown)) {
      String id = sent(hub);
      TestHub.await(() -> hub.run("trace", id).split("misconfigured", -1).length > 2);
      assertThat(CONNECTORS).noneMatch(one -> hasArrived(one, id));
    }
  }
}
