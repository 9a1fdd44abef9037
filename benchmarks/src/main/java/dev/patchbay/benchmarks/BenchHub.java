package dev.patchbay.benchmarks;

import dev.patchbay.core.json.Json;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A hub in a process and a folder of its own, as {@code ./patchbay up} runs it. */
final class BenchHub implements AutoCloseable {
  private final Path folder;
  private final Process process;

  private BenchHub(Path folder, Process process) {
    this.folder = folder;
    this.process = process;
  }

  /** Starts a hub with GitHub's secret and these. */
  static BenchHub start(String routes, Map<String, Object> connectors) throws IOException {
    Path folder = Files.createTempDirectory("patchbay-load");
    Files.writeString(folder.resolve("routes.yaml"), routes);
    Map<String, Object> secrets = new LinkedHashMap<>(connectors);
    secrets.put("patchbay/sources/github", Map.of("secret", Payload.SECRET));
    Path file =
        Files.createFile(
            folder.resolve("secrets.json"),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.write(file, Json.writeBytes(secrets));
    Process process =
        new ProcessBuilder(
                "./patchbay",
                "up",
                "--port",
                "0",
                "--aws-port",
                "0",
                "--data",
                folder.resolve("data").toString(),
                "--routes",
                folder.resolve("routes.yaml").toString(),
                "--secrets",
                file.toString(),
                // What is measured is the hub, not the throttle that the template puts before it.
                "--parameter",
                "RequestsPerSecond=1000000",
                "--parameter",
                "RequestBurst=1000000")
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("hub.log").toFile())
            .start();
    return new BenchHub(folder, process);
  }

  /** Where GitHub posts; the hub says its ports in its data folder once it is ready. */
  URI webhooks() throws IOException, InterruptedException {
    Path file = folder.resolve("data/hub.json");
    for (int i = 0; i < 1200 && !Files.exists(file); i++) {
      Thread.sleep(100);
    }
    Object port = Json.parseObject(Files.readString(file)).get("port");
    return URI.create("http://127.0.0.1:" + port + "/webhooks/github");
  }

  long pid() {
    return process.pid();
  }

  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroy);
    process.destroy();
    try {
      process.waitFor(20, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
