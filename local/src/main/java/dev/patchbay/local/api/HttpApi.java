package dev.patchbay.local.api;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.patchbay.core.json.Json;
import dev.patchbay.core.json.JsonException;
import dev.patchbay.core.log.Log;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The HTTP API: hands each request to the function of its route and gives back what it answers. On
 * loopback only.
 */
public final class HttpApi implements AutoCloseable {
  /**
   * API Gateway's own
   * (https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html).
   */
  private static final int LARGEST_BODY = 10 * 1024 * 1024;

  /** Bytes of the request line and the headers' values together. */
  private static final int LARGEST_HEAD = 10_240;

  /** API Gateway waits no longer for a function, and this cannot be raised. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final HttpServer server;
  private final ApiRoutes routes;
  private final InstantSource clock;
  private final Duration patience;
  private final ExecutorService integrations = Executors.newVirtualThreadPerTaskExecutor();

  /**
   * Starts to listen.
   *
   * @param port 0 for any that is free
   */
  public HttpApi(int port, ApiRoutes routes, InstantSource clock) throws IOException {
    this(port, routes, clock, PATIENCE);
  }

  /**
   * @param patience with a function
   */
  HttpApi(int port, ApiRoutes routes, InstantSource clock, Duration patience) throws IOException {
    this.patience = patience;
    this.routes = routes;
    this.clock = clock;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1024);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::handle);
    server.start();
  }

  /** The port it listens on. */
  public int port() {
    return server.getAddress().getPort();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readNBytes(LARGEST_BODY + 1);
      Optional<ApiRoutes.Taken> taken =
          routes.take(exchange.getRequestMethod(), exchange.getRequestURI().getRawPath());
      if (head(exchange) > LARGEST_HEAD) {
        message(exchange, 431, "Request Header Fields Too Large");
      } else if (taken.isEmpty()) {
        message(exchange, 404, "Not Found");
      } else if (!taken.get().throttle().map(Throttle::takes).orElse(true)) {
        message(exchange, 429, "Too Many Requests");
      } else if (body.length > LARGEST_BODY) {
        message(exchange, 413, "Request Entity Too Large");
      } else {
        invoke(exchange, taken.get(), body);
      }
    }
  }

  private static int head(HttpExchange exchange) {
    String line = exchange.getRequestMethod() + " " + exchange.getRequestURI() + " HTTP/1.1";
    return line.length()
        + exchange.getRequestHeaders().values().stream()
            .flatMap(List::stream)
            .mapToInt(String::length)
            .sum();
  }

  private void invoke(HttpExchange exchange, ApiRoutes.Taken taken, byte[] body)
      throws IOException {
    byte[] event = ApiEvent.write(exchange, taken, body, clock.instant());
    Future<byte[]> running = integrations.submit(() -> taken.integration().invoke(event));
    byte[] answer;
    try {
      answer = running.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      message(exchange, 503, "Service Unavailable");
      return;
    } catch (TimeoutException e) {
      // The function works on, as on Lambda.
      Log.warn("the function is too slow for the API", "route", taken.routeKey());
      message(exchange, 503, "Service Unavailable");
      return;
    } catch (ExecutionException e) {
      failed(exchange, taken, e.getCause());
      return;
    }
    try {
      respond(exchange, answer);
    } catch (JsonException | ClassCastException | IllegalArgumentException e) {
      Log.error("the function's answer is none of an HTTP API", e, "route", taken.routeKey());
      message(exchange, 500, "Internal Server Error");
    }
  }

  private static void failed(HttpExchange exchange, ApiRoutes.Taken taken, Throwable cause)
      throws IOException {
    if (cause instanceof ApiRoutes.TooLongException) {
      message(exchange, 413, "Request Entity Too Large");
      return;
    }
    if (cause instanceof ThrottledException) {
      Log.warn(
          "the function was throttled", "route", taken.routeKey(), "reason", cause.getMessage());
      message(exchange, 503, "Service Unavailable");
      return;
    }
    Log.warn(
        "the function gave no answer", "route", taken.routeKey(), "reason", cause.getMessage());
    message(exchange, 500, "Internal Server Error");
  }

  /** An answer without a status code is a body of its own. */
  private static void respond(HttpExchange exchange, byte[] answer) throws IOException {
    Object parsed = answer.length == 0 ? null : Json.parse(answer);
    if (!(parsed instanceof Map<?, ?> response)
        || !(response.get("statusCode") instanceof Number status)) {
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      send(exchange, 200, answer);
      return;
    }
    if (response.get("headers") instanceof Map<?, ?> headers) {
      headers.forEach(
          (name, value) ->
              exchange.getResponseHeaders().set(name.toString(), String.valueOf(value)));
    }
    if (response.get("cookies") instanceof List<?> cookies) {
      cookies.forEach(cookie -> exchange.getResponseHeaders().add("Set-Cookie", cookie.toString()));
    }
    String body = response.get("body") instanceof String text ? text : "";
    send(
        exchange,
        status.intValue(),
        Boolean.TRUE.equals(response.get("isBase64Encoded"))
            ? Base64.getDecoder().decode(body)
            : body.getBytes(StandardCharsets.UTF_8));
  }

  private static void message(HttpExchange exchange, int status, String text) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    send(exchange, status, Json.writeBytes(Map.of("message", text)));
  }

  private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
    boolean empty = body.length == 0 || exchange.getRequestMethod().equals("HEAD");
    exchange.sendResponseHeaders(status, empty ? -1 : body.length);
    if (!empty) {
      exchange.getResponseBody().write(body);
    }
  }

  @Override
  public void close() {
    server.stop(1);
    integrations.shutdownNow();
  }
}
