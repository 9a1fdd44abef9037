package dev.patchbay.benchmarks;

import com.sun.net.httpserver.HttpServer;
import dev.patchbay.core.json.Json;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A load run: signed GitHub pushes into a hub of its own, each to one Splunk delivery, beside the
 * floor measured in the same run. Usage: {@code LoadRun [events] [clients]}.
 */
public final class LoadRun {
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private LoadRun() {}

  public static void main(String[] arguments) throws Exception {
    int events = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 20_000;
    int clients = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 32;
    HttpServer floor = Servers.floor();
    URI floorAddress = URI.create("http://127.0.0.1:" + floor.getAddress().getPort() + "/");
    Posts.to(floorAddress, events / 2, clients, 0);
    print("floor", Posts.to(floorAddress, events, clients, 0));
    floor.stop(0);
    hub(events, clients);
    System.exit(0);
  }

  private static void hub(int events, int clients) throws Exception {
    Servers.Destination destination = new Servers.Destination();
    Path folder = Files.createTempDirectory("patchbay-load");
    Process hub = start(folder, destination.server.getAddress().getPort());
    try {
      URI webhooks = address(folder);
      int warmUp = events / 2;
      Posts.to(webhooks, warmUp, clients, 1_000_000);
      await(destination, warmUp);
      long started = System.nanoTime();
      Posts posts = Posts.to(webhooks, events, clients, 2_000_000);
      print("hub accepted", posts);
      boolean all = await(destination, warmUp + posts.accepted());
      double seconds = (System.nanoTime() - started) / 1e9;
      System.out.printf(
          "hub delivered  %8.0f/s  %s, %d repeated%n",
          posts.accepted() / seconds, all ? "all" : "NOT ALL", destination.repeated.get());
      System.out.println(heap(hub.pid()));
    } finally {
      hub.descendants().forEach(ProcessHandle::destroy);
      hub.destroy();
      hub.waitFor(20, TimeUnit.SECONDS);
    }
  }

  private static Process start(Path folder, int destination) throws IOException {
    Files.writeString(
        folder.resolve("routes.yaml"),
        """
        routes:
          - name: load
            when: {source: [github]}
            deliver:
              - splunk: {index: load}
        """);
    Map<String, Object> secrets =
        Map.of(
            "patchbay/sources/github", Map.of("secret", Payload.SECRET),
            "patchbay/connectors/splunk",
                Map.of(
                    "token", "load", "baseUrl", "http://127.0.0.1:" + destination, "rate", "none"));
    Path file =
        Files.createFile(
            folder.resolve("secrets.json"),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.write(file, Json.writeBytes(secrets));
    return new ProcessBuilder(
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
            file.toString())
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("hub.log").toFile())
        .start();
  }

  /** The hub says its ports in its data folder once it is ready. */
  private static URI address(Path folder) throws Exception {
    Path file = folder.resolve("data/hub.json");
    for (int i = 0; i < 1200 && !Files.exists(file); i++) {
      Thread.sleep(100);
    }
    Object port = Json.parseObject(Files.readString(file)).get("port");
    return URI.create("http://127.0.0.1:" + port + "/webhooks/github");
  }

  private static boolean await(Servers.Destination destination, int count)
      throws InterruptedException {
    long until = System.nanoTime() + PATIENCE.toNanos();
    while (destination.ids.size() < count && System.nanoTime() < until) {
      Thread.sleep(20);
    }
    return destination.ids.size() >= count;
  }

  private static void print(String what, Posts posts) {
    System.out.printf(
        "%-14s %8.0f/s  p50 %.1f ms  p99 %.1f ms  (%d accepted, %d refused)%n",
        what,
        posts.perSecond(),
        posts.within(0.5),
        posts.within(0.99),
        posts.accepted(),
        posts.refused());
  }

  private static String heap(long pid) throws IOException, InterruptedException {
    Process jcmd =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                Long.toString(pid),
                "GC.heap_info")
            .redirectErrorStream(true)
            .start();
    String answer = new String(jcmd.getInputStream().readAllBytes());
    jcmd.waitFor();
    return "heap after the run: " + answer.strip();
  }
}
