package dev.patchbay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.cli.hub.Running;
import dev.patchbay.core.json.Json;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Stand-ins that are told to fail while the hub runs. */
final class SandboxFaultTest {
  private static final String ROUTES =
      """
      routes:
        - name: talk
          when: {source: [github]}
          deliver:
            - slack: {channel: "#dev", text: "{{ id }}"}
            - telegram: {chat: "1", text: "{{ id }}"}
      """;

  @TempDir static Path folder;
  private static TestHub hub;

  @BeforeAll
  static void start() throws Exception {
    hub = TestHub.start(folder, ROUTES, TestHub.githubSecret());
  }

  @AfterAll
  static void stop() {
    hub.close();
  }

  private static String push() throws Exception {
    String id = UUID.randomUUID().toString();
    byte[] body = Json.writeBytes(Map.of("ref", "refs/heads/main"));
    assertThat(hub.post("push", id, body).statusCode()).isEqualTo(202);
    return id;
  }

  private static String sandbox(String... arguments) {
    String[] all = new String[arguments.length + 3];
    all[0] = "sandbox";
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    all[all.length - 2] = "--console-port";
    all[all.length - 1] = Integer.toString(Running.port(hub.hub().consoleUrl()));
    return hub.run(all);
  }

  private static boolean hasArrived(String connector, String id) {
    return hub.inbox(connector).stream().anyMatch(it -> it.text().contains(id));
  }

  private static void awaitWaiting(String id, String word) {
    TestHub.await(() -> hub.run("trace", id).contains(word));
  }

  /** Time moves on until what waits has been tried again. */
  private static void awaitArrival(String connector, String id) {
    TestHub.await(
        () -> {
          hub.hub().clock().advance(Duration.ofSeconds(20));
          return hasArrived(connector, id);
        });
  }

  @Test
  void whatFailsForAWhileArrivesOnceThatIsOver() throws Exception {
    assertThat(sandbox("slack", "--fail", "429", "--for", "2m", "--after", "7s"))
        .contains("slack")
        .contains("429");
    assertThat(sandbox("telegram", "--fail", "refuse", "--for", "1h")).contains("refuse");
    assertThat(sandbox()).contains("slack").contains("telegram");

    String id = push();
    awaitWaiting(id, "throttled");
    assertThat(hasArrived("slack", id)).isFalse();
    assertThat(sandbox("telegram", "--well")).doesNotContain("telegram");
    awaitArrival("slack", id);
    assertThat(hub.inbox("slack").stream().filter(it -> it.text().contains(id))).hasSize(1);

    assertThat(sandbox("slack", "--fail", "500", "--for", "1h")).contains("500");
    String other = push();
    awaitWaiting(other, "retry");
    assertThat(sandbox("slack", "--well")).contains("Every stand-in is well.");
    awaitArrival("slack", other);
  }

  @Test
  void saysWhatItDoesNotTake() {
    assertThat(sandbox("slack", "--fail", "sometimes")).startsWith("1");
    assertThat(sandbox("slack", "--fail", "429", "--for", "long")).startsWith("1");
    assertThat(sandbox("slak", "--fail", "429")).startsWith("1");
    assertThat(sandbox("--fail", "429")).startsWith("2");
  }

  @Test
  void aPageOfTheWebMayNotTellIt() throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(hub.hub().consoleUrl() + "/control/sandbox/slack"))
            .header("Content-Type", "text/plain")
            .PUT(HttpRequest.BodyPublishers.ofString("{\"fail\": \"500\"}"))
            .build();
    assertThat(
            HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.ofString())
                .statusCode())
        .isEqualTo(403);
    assertThat(sandbox()).doesNotContain("500");
  }
}
