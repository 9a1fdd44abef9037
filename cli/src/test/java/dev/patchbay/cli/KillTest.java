package dev.patchbay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.core.json.Json;
import dev.patchbay.local.sandbox.Inbox;
import dev.patchbay.local.store.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
    Files.writeString(folder.resolve("routes.yaml"), ROUTES);
    Path secrets =
        Files.createFile(
            folder.resolve("secrets.json"),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.write(secrets, Json.writeBytes(TestHub.githubSecret()));
    Process first = start();
    byte[] body =
        "{\"zen\": \"Design for failure.\", \"repository\": {\"full_name\": \"acme/app\"}}"
            .getBytes();
    String url = "http://127.0.0.1:" + port() + "/webhooks/github";
    // The first one loads the functions' classes; the kill then falls right after the last 202.
    List<String> acknowledged = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      String id = UUID.randomUUID().toString();
      if (TestHub.post(url, "ping", id, body, TestHub.sign(body)).statusCode() == 202) {
        acknowledged.add(id);
      }
    }
    first.destroyForcibly().waitFor();
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

  private Process start() throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            "-Dslf4j.internal.verbosity=ERROR",
            "-Dpatchbay.home=" + TestHub.ROOT,
            "-cp",
            System.getProperty("java.class.path"),
            "dev.patchbay.cli.Main",
            "up",
            "--port",
            "0",
            "--aws-port",
            "0",
            "--console-port",
            "0",
            "--data",
            folder.resolve("data").toString(),
            "--routes",
            folder.resolve("routes.yaml").toString(),
            "--secrets",
            folder.resolve("secrets.json").toString())
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("hub.log").toFile())
        .start();
  }

  private Object port() throws IOException {
    Path file = folder.resolve("data/hub.json");
    TestHub.await(() -> Files.exists(file));
    Map<String, Object> ports = Json.parseObject(Files.readString(file));
    return ports.get("port");
  }
}
