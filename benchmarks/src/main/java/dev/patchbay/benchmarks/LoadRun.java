package dev.patchbay.benchmarks;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

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
    try (BenchHub hub =
        BenchHub.start(
            """
            routes:
              - name: load
                when: {source: [github]}
                deliver:
                  - splunk: {index: load}
            """,
            Map.of(
                "patchbay/connectors/splunk",
                Map.of("token", "load", "baseUrl", destination.url(), "rate", "none")))) {
      URI webhooks = hub.webhooks();
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
    }
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
