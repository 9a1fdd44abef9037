package dev.patchbay.cli.events;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.cli.TestHub;
import dev.patchbay.core.json.Json;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command that follows a hub. */
final class TailTest {
  private static final byte[] PING =
      "{\"zen\": \"Keep it logically awesome.\", \"hook_id\": 1}".getBytes(StandardCharsets.UTF_8);

  private static final String ROUTES =
      """
      routes:
        - name: staff
          when: {source: [github]}
          deliver:
            - slack: {channel: "#ops", text: "{{ id }}"}
      """;

  @TempDir Path folder;

  @Test
  void showsWhatComesWhileItRunsEachLineOnce() throws Exception {
    try (TestHub hub = TestHub.start(folder, ROUTES, TestHub.githubSecret())) {
      String before = post(hub);
      TestHub.await(() -> !hub.inbox("slack").isEmpty() && !hub.hub().isBusy());
      CompletableFuture<String> during =
          CompletableFuture.supplyAsync(
              () -> {
                try {
                  Thread.sleep(2000);
                  return post(hub);
                } catch (Exception e) {
                  throw new IllegalStateException(e);
                }
              });
      String printed = hub.run("tail", "--for", "8s", "--json");
      List<Map<String, Object>> lines =
          printed.substring(1).strip().lines().map(Json::parseObject).toList();
      String key = "github/default/" + during.get();
      assertThat(printed).startsWith("0 ").doesNotContain(before);
      assertThat(lines)
          .filteredOn(line -> key.equals(line.get("event")))
          .extracting(line -> line.get("message"))
          .containsOnlyOnce("event accepted", "delivery");
      String text = hub.run("tail", "--since", "1h", "--for", "1s", "--event", during.get());
      assertThat(text).contains("event accepted").contains("slack").doesNotContain(before);
      assertThat(hub.run("tail", "--since", "1h", "--for", "1s", "--connector", "box"))
          .isEqualTo("0");
    }
  }

  private static String post(TestHub hub) throws Exception {
    String id = UUID.randomUUID().toString();
    assertThat(hub.post("ping", id, PING).statusCode()).isEqualTo(202);
    return id;
  }
}
