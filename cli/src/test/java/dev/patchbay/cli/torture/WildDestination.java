package dev.patchbay.cli.torture;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.patchbay.core.json.Json;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.GZIPInputStream;

/** A collector of events that behaves as it is told, and counts what it took by event id. */
final class WildDestination implements Taker, AutoCloseable {
  /** How a call is met. */
  enum Mood {
    WELL,
    /** Reads the events and breaks the connection off, and takes none. */
    DROPPING,
    BUSY,
    THROTTLING,
    /** Takes the event and breaks the answer off. */
    CUTTING_OFF,
    /** Takes the event and dribbles the answer, a byte a second. */
    DRIBBLING
  }

  /** An event taken, when {@link System#nanoTime} was that. */
  record Taking(String id, long at) {}

  private HttpServer server;
  private final List<Taking> takings = Collections.synchronizedList(new ArrayList<>());
  private final Map<String, AtomicInteger> taken = new ConcurrentHashMap<>();
  private final AtomicLong calls = new AtomicLong();
  private volatile Mood mood = Mood.WELL;

  WildDestination() throws IOException {
    open(0);
  }

  private void open(int port) throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1024);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::handle);
    server.start();
  }

  /** Closes its port: a connection to it is refused. */
  void refuse() {
    server.stop(0);
  }

  /** Opens the same port again. */
  void listen() throws IOException {
    open(server.getAddress().getPort());
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  void is(Mood other) {
    mood = other;
  }

  @Override
  public String place() {
    return "splunk/0";
  }

  @Override
  public Map<String, AtomicInteger> taken() {
    return taken;
  }

  /** Every event as often as it was taken, in order. */
  List<Taking> takings() {
    return List.copyOf(takings);
  }

  @Override
  public long calls() {
    return calls.get();
  }

  private void handle(HttpExchange exchange) throws IOException {
    calls.incrementAndGet();
    byte[] sent = exchange.getRequestBody().readAllBytes();
    boolean isZipped = "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"));
    byte[] body =
        isZipped ? new GZIPInputStream(new ByteArrayInputStream(sent)).readAllBytes() : sent;
    Mood now = mood;
    try (exchange) {
      switch (now) {
        case DROPPING -> {}
        case BUSY -> exchange.sendResponseHeaders(503, -1);
        case THROTTLING -> {
          exchange.getResponseHeaders().set("Retry-After", "1");
          exchange.sendResponseHeaders(429, -1);
        }
        case CUTTING_OFF -> {
          take(body);
          exchange.sendResponseHeaders(200, 1000);
          exchange.getResponseBody().write('{');
        }
        case DRIBBLING -> {
          take(body);
          dribble(exchange);
        }
        case WELL -> {
          take(body);
          byte[] answer = "{\"text\":\"Success\",\"code\":0}".getBytes();
          exchange.sendResponseHeaders(200, answer.length);
          exchange.getResponseBody().write(answer);
        }
      }
    }
  }

  private void dribble(HttpExchange exchange) throws IOException {
    exchange.sendResponseHeaders(200, 1000);
    try {
      for (int i = 0; i < 1000 && mood == Mood.DRIBBLING; i++) {
        exchange.getResponseBody().write(' ');
        exchange.getResponseBody().flush();
        Thread.sleep(1000);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** A body is as many lines as there are events in it. */
  private void take(byte[] body) {
    new String(body, StandardCharsets.UTF_8).lines().forEach(this::take);
  }

  private void take(String line) {
    Map<String, Object> event = Json.object(Json.parseObject(line).get("event"));
    String id = String.valueOf(event.get("id"));
    takings.add(new Taking(id, System.nanoTime()));
    taken.computeIfAbsent(id, _ -> new AtomicInteger()).incrementAndGet();
  }

  @Override
  public void close() {
    mood = Mood.WELL;
    server.stop(0);
  }
}
