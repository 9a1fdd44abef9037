package dev.patchbay.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** A line to the AWS of a hub that counts the calls of SQS which go over it, by operation. */
final class CountingLine implements AutoCloseable {
  private static final String OPERATION = "X-Amz-Target";

  private final Map<String, AtomicInteger> calls = new ConcurrentHashMap<>();
  private final HttpClient client = HttpClient.newHttpClient();
  private final HttpServer server;
  private final String to;

  /**
   * @param to the hub's endpoint
   */
  CountingLine(String to) throws IOException {
    this.to = to;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1024);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::handle);
    server.start();
  }

  /** The port of {@code --aws-port}. */
  String port() {
    return Integer.toString(server.getAddress().getPort());
  }

  int calls(String operation) {
    AtomicInteger count = calls.get("AmazonSQS." + operation);
    return count == null ? 0 : count.get();
  }

  private void handle(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(to)).POST(HttpRequest.BodyPublishers.ofByteArray(body));
    for (String name : new String[] {OPERATION, "Content-Type", "Authorization", "X-Amz-Date"}) {
      String value = exchange.getRequestHeaders().getFirst(name);
      if (value != null) {
        request.header(name, value);
      }
    }
    String operation = exchange.getRequestHeaders().getFirst(OPERATION);
    calls.computeIfAbsent(String.valueOf(operation), _ -> new AtomicInteger()).incrementAndGet();
    try (exchange) {
      HttpResponse<byte[]> answer =
          client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
      answer.headers().map().forEach((name, values) -> copy(exchange, name, values.getFirst()));
      exchange.sendResponseHeaders(answer.statusCode(), answer.body().length);
      exchange.getResponseBody().write(answer.body());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void copy(HttpExchange exchange, String name, String value) {
    if (!name.equalsIgnoreCase("content-length") && !name.equalsIgnoreCase("transfer-encoding")) {
      exchange.getResponseHeaders().set(name, value);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    client.close();
  }
}
