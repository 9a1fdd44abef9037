package dev.patchbay.benchmarks;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A flood for one Slack channel, and how long other deliveries take meanwhile: to another channel,
 * which shares the connector's queue and function, and to another connector. Latency is from the
 * webhook's answer to the call at the destination. Usage: {@code FloodRun [events] [per second]}.
 */
public final class FloodRun {
  private static final Pattern ID = Pattern.compile("load-([0-9]+)");
  private static final int QUIET_FOR = 60;
  private static final int CALM = 10_000_000;

  private final Map<String, Long> arrived = new ConcurrentHashMap<>();
  private final Map<Integer, Long> accepted = new ConcurrentHashMap<>();
  private final AtomicInteger next = new AtomicInteger(CALM);
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final Payload payload = Payload.push();

  public static void main(String[] arguments) throws Exception {
    int events = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 100_000;
    int perSecond = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 300;
    new FloodRun().run(events, perSecond);
    System.exit(0);
  }

  private void run(int events, int perSecond) throws Exception {
    HttpServer destination = destination();
    String url = "http://127.0.0.1:" + destination.getAddress().getPort();
    try (BenchHub hub =
        BenchHub.start(
            """
            routes:
              - name: flood
                when: {source: [github], type: [push]}
                deliver:
                  - slack: {channel: "#flood", text: "{{ id }}"}
              - name: calm
                when: {source: [github], type: [{prefix: ping}]}
                deliver:
                  - slack: {channel: "#calm-{{ $substring(id, -2) }}", text: "{{ id }}"}
                  - splunk: {index: "calm", event: "{{ id }}"}
            """,
            Map.of(
                "patchbay/connectors/slack", Map.of("token", "xoxb-load", "baseUrl", url),
                "patchbay/connectors/splunk", Map.of("token", "load", "baseUrl", url)))) {
      URI webhooks = hub.webhooks();
      calm(webhooks, () -> next.get() < CALM + 20); // to have everything loaded
      Thread.sleep(2000);
      measure("before", webhooks, new AtomicBoolean(true));
      AtomicBoolean flooding = new AtomicBoolean(true);
      Thread flood = Thread.startVirtualThread(() -> flood(webhooks, events, perSecond, flooding));
      measure("in the flood", webhooks, flooding);
      flood.join();
    } finally {
      destination.stop(0);
    }
  }

  /** Takes what Slack and Splunk take, and remembers when. */
  private HttpServer destination() throws IOException {
    HttpServer server = Servers.server();
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            boolean isSlack = exchange.getRequestURI().getPath().startsWith("/api/");
            Matcher id = ID.matcher(Servers.body(exchange));
            while (id.find()) {
              arrived.putIfAbsent(
                  (isSlack ? "slack " : "splunk ") + id.group(1), System.nanoTime());
            }
            String answer =
                isSlack
                    ? "{\"ok\":true,\"channel\":\"C1\",\"ts\":\"1.1\"}"
                    : "{\"text\":\"Success\",\"code\":0}";
            byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
          }
        });
    server.start();
    return server;
  }

  private void flood(URI webhooks, int events, int perSecond, AtomicBoolean flooding) {
    AtomicInteger made = new AtomicInteger();
    long started = System.nanoTime();
    Thread[] clients = new Thread[16];
    for (int i = 0; i < clients.length; i++) {
      clients[i] =
          Thread.startVirtualThread(
              () -> {
                for (int n = made.getAndIncrement(); n < events; n = made.getAndIncrement()) {
                  pause(started + n * 1_000_000_000L / perSecond);
                  Posts.post(http, webhooks, payload, "push", n);
                }
              });
    }
    for (Thread client : clients) {
      join(client);
    }
    System.out.printf("flood: %d events in %.0f s%n", events, (System.nanoTime() - started) / 1e9);
    flooding.set(false);
  }

  private static void pause(long until) {
    long left = until - System.nanoTime();
    if (left > 0) {
      java.util.concurrent.locks.LockSupport.parkNanos(left);
    }
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void measure(String when, URI webhooks, AtomicBoolean goesOn)
      throws InterruptedException {
    int from = next.get();
    long until = System.nanoTime() + QUIET_FOR * 1_000_000_000L;
    boolean isBefore = "before".equals(when);
    calm(webhooks, () -> isBefore ? System.nanoTime() < until : goesOn.get());
    Thread.sleep(20_000);
    for (String connector : new String[] {"slack", "splunk"}) {
      long[] millis =
          java.util.stream.IntStream.range(from, next.get())
              .filter(accepted::containsKey)
              .mapToLong(
                  id -> {
                    Long at = arrived.get(connector + " " + id);
                    return at == null ? Long.MAX_VALUE : (at - accepted.get(id)) / 1_000_000;
                  })
              .sorted()
              .toArray();
      System.out.printf(
          "%-12s  %-6s  p50 %6d ms  p95 %6d ms  p99 %6d ms  (%d events, %d not there yet)%n",
          when,
          connector,
          millis[millis.length / 2],
          millis[(int) (millis.length * 0.95)],
          millis[(int) (millis.length * 0.99)],
          millis.length,
          java.util.Arrays.stream(millis).filter(it -> it == Long.MAX_VALUE).count());
    }
  }

  /** Two events a second of a route that has nothing to do with the flood. */
  private void calm(URI webhooks, java.util.function.BooleanSupplier goesOn)
      throws InterruptedException {
    while (goesOn.getAsBoolean()) {
      int id = next.getAndIncrement();
      if (Posts.post(http, webhooks, payload, "ping", id) == 202) {
        accepted.put(id, System.nanoTime());
      }
      Thread.sleep(500);
    }
  }
}
