package dev.patchbay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.core.json.Json;
import dev.patchbay.local.sandbox.Inbox;
import dev.patchbay.local.store.Store;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A hub in a process of its own, killed as {@code kill -9} does. */
final class KillTest {
  private static final String ROUTES =
      """
      routes:
        - name: record
          when: {source: [github]}
          deliver: [{splunk: {}}]
      """;

  @TempDir Path folder;

  @Test
  void whatWasAcknowledgedBeforeTheKillIsDeliveredAfterTheRestart() throws Exception {
    HubProcess first = new HubProcess(folder, ROUTES, TestHub.githubSecret());
    first.start();
    byte[] body =
        "{\"zen\": \"Design for failure.\", \"repository\": {\"full_name\": \"acme/app\"}}"
            .getBytes();
    String url = first.url();
    // The first one loads the functions' classes; the kill then falls right after the last 202.
    List<String> acknowledged = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      String id = UUID.randomUUID().toString();
      if (TestHub.post(url, "ping", id, body, TestHub.sign(body)).statusCode() == 202) {
        acknowledged.add(id);
      }
    }
    first.kill();
    assertThat(acknowledged).hasSize(5);

    try (TestHub hub = TestHub.start(folder, ROUTES, TestHub.githubSecret())) {
      TestHub.await(() -> delivered(hub.inbox()).containsAll(acknowledged));
    }
    try (Store store = Store.open(folder.resolve("data/hub.db"))) {
      assertThat(delivered(new Inbox(store).after(0, 1000))).containsAll(acknowledged);
    }
  }

  private static List<String> delivered(List<Inbox.Arrival> arrivals) {
    return arrivals.stream()
        .map(arrival -> Json.parseObject(arrival.text()).get("id").toString())
        .toList();
  }
}
