package dev.patchbay.cli.torture;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.patchbay.cli.TestHub;
import dev.patchbay.cli.hub.Running;
import dev.patchbay.core.json.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;

/**
 * The line to a stand-in of the sandbox, on which no call that makes something is ever answered in
 * full: every other one is carried out and its answer broken off, and the rest do not even arrive.
 * What only asks gets through, and so does the word that there is such a thing already.
 */
final class BrokenLine implements Taker, AutoCloseable {
  private static final int CONFLICT = 409;
  private static final Pattern ID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

  /** What the client writes by itself. */
  private static final Set<String> OWN =
      Set.of("host", "connection", "content-length", "transfer-encoding", "expect", "upgrade");

  private final HttpClient client = HttpClient.newHttpClient();
  private final AtomicLong calls = new AtomicLong();
  private final AtomicLong conflicts = new AtomicLong();
  private final HttpServer server;
  private final TestHub hub;
  private final String place;
  private final String making;

  /**
   * A line that the connector's secret leads over from now on.
   *
   * @param place {@code slack/0}
   * @param making how the path of a call ends that makes something
   */
  BrokenLine(TestHub hub, String place, String making) throws IOException {
    this.hub = hub;
    this.place = place;
    this.making = making;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1024);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::handle);
    server.start();
    lead();
  }

  private void lead() {
    String name = "patchbay/connectors/" + connector();
    try (SecretsManagerClient secrets =
        Running.at(hub.hub()).client(SecretsManagerClient.builder()).build()) {
      Map<String, Object> fields =
          Json.parseObject(secrets.getSecretValue(get -> get.secretId(name)).secretString());
      String path = URI.create(fields.get("baseUrl").toString()).getPath();
      fields.put("baseUrl", "http://127.0.0.1:" + server.getAddress().getPort() + path);
      fields.put("rate", "none");
      secrets.putSecretValue(put -> put.secretId(name).secretString(Json.write(fields)));
    }
  }

  private void handle(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    try (exchange) {
      boolean isMaking =
          exchange.getRequestMethod().equals("POST")
              && exchange.getRequestURI().getPath().endsWith(making);
      if (isMaking && calls.incrementAndGet() % 2 == 0) {
        return;
      }
      HttpResponse<byte[]> answer = client.send(request(exchange, body), whole());
      answer
          .headers()
          .firstValue("Content-Type")
          .ifPresent(type -> exchange.getResponseHeaders().set("Content-Type", type));
      boolean isThere = isMaking && answer.statusCode() == CONFLICT;
      if (isThere) {
        conflicts.incrementAndGet();
      }
      boolean isBroken = isMaking && !isThere;
      byte[] said = answer.body();
      int length = isBroken ? said.length + 1000 : said.length;
      exchange.sendResponseHeaders(answer.statusCode(), length == 0 ? -1 : length);
      exchange.getResponseBody().write(isBroken ? Arrays.copyOf(said, said.length / 2) : said);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static HttpResponse.BodyHandler<byte[]> whole() {
    return HttpResponse.BodyHandlers.ofByteArray();
  }

  private HttpRequest request(HttpExchange exchange, byte[] body) {
    URI uri = URI.create(hub.hub().consoleUrl()).resolve(exchange.getRequestURI().toString());
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri)
            .method(exchange.getRequestMethod(), HttpRequest.BodyPublishers.ofByteArray(body));
    for (Map.Entry<String, List<String>> header : exchange.getRequestHeaders().entrySet()) {
      if (!OWN.contains(header.getKey().toLowerCase())) {
        header.getValue().forEach(value -> request.header(header.getKey(), value));
      }
    }
    return request.build();
  }

  @Override
  public String place() {
    return place;
  }

  @Override
  public Map<String, AtomicInteger> taken() {
    Map<String, AtomicInteger> taken = new ConcurrentHashMap<>();
    hub.inbox(connector())
        .forEach(
            arrival -> {
              Matcher id = ID.matcher(arrival.name() + " " + arrival.text());
              if (id.find()) {
                taken.computeIfAbsent(id.group(), _ -> new AtomicInteger()).incrementAndGet();
              }
            });
    return taken;
  }

  @Override
  public long calls() {
    return calls.get();
  }

  /** Calls that were answered that there is such a thing already. */
  long conflicts() {
    return conflicts.get();
  }

  @Override
  public void close() {
    server.stop(0);
    client.close();
  }
}
