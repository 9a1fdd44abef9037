package dev.patchbay.benchmarks;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.patchbay.core.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;

/** The servers of a load run: the floor, and the destination that counts what arrives. */
final class Servers {
  private static final Pattern ID = Pattern.compile("\"id\":\"(load-[0-9]+)\"");

  private Servers() {}

  /** What any hub must do at least: one HTTP exchange, one HMAC, one parse. Nothing is kept. */
  static HttpServer floor() throws IOException {
    HttpServer server = server();
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            MessageDigest.isEqual(Payload.hmac(body), new byte[32]);
            byte[] answer = Json.writeBytes(java.util.Map.of("id", Json.parseObject(body).size()));
            exchange.sendResponseHeaders(202, answer.length);
            exchange.getResponseBody().write(answer);
          }
        });
    server.start();
    return server;
  }

  /**
   * A destination as quick as can be: takes what a Splunk collector takes and remembers the events'
   * ids.
   */
  static final class Destination {
    final HttpServer server;
    final Set<String> ids = ConcurrentHashMap.newKeySet();
    final AtomicLong repeated = new AtomicLong();

    Destination() throws IOException {
      server = server();
      server.createContext(
          "/",
          exchange -> {
            try (exchange) {
              Matcher ids = ID.matcher(body(exchange));
              while (ids.find()) {
                if (!this.ids.add(ids.group(1))) {
                  repeated.incrementAndGet();
                }
              }
              byte[] answer = "{\"text\":\"Success\",\"code\":0}".getBytes(StandardCharsets.UTF_8);
              exchange.getResponseHeaders().set("Content-Type", "application/json");
              exchange.sendResponseHeaders(200, answer.length);
              exchange.getResponseBody().write(answer);
            }
          });
      server.start();
    }

    String url() {
      return "http://127.0.0.1:" + server.getAddress().getPort();
    }
  }

  static String body(HttpExchange exchange) throws IOException {
    InputStream body = exchange.getRequestBody();
    boolean isZipped = "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"));
    return new String(
        (isZipped ? new GZIPInputStream(body) : body).readAllBytes(), StandardCharsets.UTF_8);
  }

  static HttpServer server() throws IOException {
    System.setProperty("sun.net.httpserver.nodelay", "true");
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1024);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    return server;
  }
}
