package dev.patchbay.connectors.testkit;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * An HTTP server that answers as it is told, in order, and remembers what it was asked.
 * Thread-safe.
 */
public final class Loopback implements AutoCloseable {
  /** What a connector asked; header names in lower case. */
  public record Request(String method, String path, Map<String, String> headers, String body) {}

  private record Reply(int status, String body, Map<String, String> headers) {}

  private static final int BREAK = -1;
  private static final int SILENCE = -2;

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Queue<Reply> replies = new ConcurrentLinkedQueue<>();
  private final List<Request> requests = new CopyOnWriteArrayList<>();

  public Loopback() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  /** Its address, without a slash at the end. */
  public String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** The next answer, in JSON; headers alternate names and values. */
  public Loopback answers(int status, String body, String... headers) {
    Map<String, String> named = new LinkedHashMap<>();
    for (int i = 0; i + 1 < headers.length; i += 2) {
      named.put(headers[i], headers[i + 1]);
    }
    replies.add(new Reply(status, body, named));
    return this;
  }

  /** The next request is read, and its connection closed without an answer. */
  public Loopback breaks() {
    replies.add(new Reply(BREAK, "", Map.of()));
    return this;
  }

  /** The next request is read, and its connection kept open without an answer. */
  public Loopback staysSilent() {
    replies.add(new Reply(SILENCE, "", Map.of()));
    return this;
  }

  /** The next request is read, and its connection closed in the middle of an answer. */
  public Loopback cutsOff(int status) {
    replies.add(new Reply(-status, "{\"ok\":tr", Map.of()));
    return this;
  }

  /** What it was asked so far. */
  public List<Request> requests() {
    return requests;
  }

  @Override
  public void close() {
    closed.countDown();
    server.stop(0);
    threads.close();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      Map<String, String> headers = new LinkedHashMap<>();
      exchange
          .getRequestHeaders()
          .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.getFirst()));
      requests.add(
          new Request(
              exchange.getRequestMethod(), exchange.getRequestURI().toString(), headers, body));
      Reply next = replies.poll();
      Reply reply = next == null ? new Reply(500, "{}", Map.of()) : next;
      if (reply.status() == SILENCE) {
        waitForTheEnd();
      }
      if (reply.status() == BREAK || reply.status() == SILENCE) {
        return;
      }
      byte[] answer = reply.body().getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "application/json; charset=utf-8");
      reply.headers().forEach(exchange.getResponseHeaders()::set);
      boolean isCut = reply.status() < 0;
      long length = answer.length == 0 ? -1 : answer.length + (isCut ? 100 : 0);
      exchange.sendResponseHeaders(Math.abs(reply.status()), length);
      exchange.getResponseBody().write(answer);
    }
  }

  private void waitForTheEnd() {
    try {
      closed.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
