package dev.patchbay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One event found by its id, however many instances of a function wrote into the log since. */
final class TraceTest {
  private static final String ROUTES =
      """
      routes:
        - name: talk
          when: {source: [github], type: [star]}
          deliver:
            - slack: {channel: "#dev", text: "{{ id }}"}
      """;

  private static final byte[] BODY = "{\"action\": \"created\"}".getBytes();

  @TempDir Path folder;
  private TestHub hub;

  @BeforeEach
  void start() throws Exception {
    Map<String, Object> secrets = new HashMap<>(TestHub.githubSecret());
    secrets.put("patchbay/sources/github/acme", Map.of("secret", TestHub.SECRET));
    hub = TestHub.start(folder, ROUTES, secrets);
  }

  @AfterEach
  void stop() {
    hub.close();
  }

  private void post(String account, String id) throws Exception {
    String url = hub.hub().webhooksUrl() + "/github" + account;
    assertThat(TestHub.post(url, "push", id, BODY, TestHub.sign(BODY)).statusCode()).isEqualTo(202);
  }

  @Test
  void findsAnEventOfAnInstanceThatIsLongGone() throws Exception {
    post("", "old/one");
    TestHub.await(() -> hub.run("trace", "old/one").startsWith("0 "));
    // A day's lines are a stream of their own, as an instance's are on AWS.
    for (int day = 0; day < 7; day++) {
      hub.hub().clock().advance(Duration.ofDays(1));
      String id = "day-" + day;
      post("", id);
      TestHub.await(() -> hub.run("trace", id).startsWith("0 "));
    }
    assertThat(hub.run("trace", "old/one")).startsWith("0 github/default/old/one");
    assertThat(hub.run("trace", "github/default/old/one")).startsWith("0 github/default/old/one");
    assertThat(hub.run("trace", "one")).isEqualTo("1");
    assertThat(
            hub.run(
                "trace", "old/one", "--since", Instant.now().plus(Duration.ofDays(1)).toString()))
        .isEqualTo("1");
  }

  @Test
  void takesTheNewestOfThoseOfTheSameId() throws Exception {
    post("", "7");
    TestHub.await(() -> hub.run("trace", "7").startsWith("0 github/default/7"));
    post("/acme", "7");
    TestHub.await(() -> hub.run("trace", "7").startsWith("0 github/acme/7"));
    assertThat(hub.run("trace", "github/default/7")).startsWith("0 github/default/7");
  }
}
