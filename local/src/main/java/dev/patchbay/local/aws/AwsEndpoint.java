package dev.patchbay.local.aws;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.patchbay.core.json.Json;
import dev.patchbay.core.log.Log;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The laptop's AWS endpoint: one address for all services, which it tells apart by the credential
 * scope of the signature (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv.html).
 * Listens on loopback only. Who signs with a function's key is held to its signature and to the
 * policies of its role; anybody else is the account's administrator.
 */
public final class AwsEndpoint implements AutoCloseable {
  private static final Pattern SCOPE =
      Pattern.compile("Credential=([^/,\\s]+)/\\d{8}/[^/]+/([^/]+)/aws4_request");
  private static final int MAX_BODY = 64 * 1024 * 1024;

  private final HttpServer server;
  private final Function<String, Caller> callers;
  private final int failing;
  private final Map<String, AwsService> services = new HashMap<>();

  /**
   * Starts to listen.
   *
   * @param port 0 for any that is free
   * @param callers who has an access key
   * @param failing percent of the calls that fail, half of them after they were carried out
   */
  public AwsEndpoint(
      int port, List<AwsService> services, Function<String, Caller> callers, int failing)
      throws IOException {
    this.callers = callers;
    this.failing = failing;
    services.forEach(service -> this.services.put(service.signingName(), service));
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1024);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::handle);
    server.start();
  }

  /** The endpoint's address. */
  public URI uri() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      AwsResponse response;
      try {
        response = failing == 0 ? answer(exchange) : answerOrFail(exchange);
      } catch (AwsException e) {
        response = json(e.status(), e.code(), e.getMessage());
      } catch (RuntimeException e) {
        Log.error("the AWS endpoint failed", e, "path", exchange.getRequestURI().getPath());
        response =
            json(
                500,
                "InternalFailure",
                "The request processing has failed because of an unknown error.");
      }
      send(exchange, response);
    }
  }

  /** As AWS does now and then: a caller cannot tell whether its call was carried out. */
  private AwsResponse answerOrFail(HttpExchange exchange) throws IOException {
    int chance = ThreadLocalRandom.current().nextInt(200);
    if (chance >= 2 * failing) {
      return answer(exchange);
    }
    if (chance < failing) {
      answer(exchange);
    }
    return json(500, "InternalFailure", "The call fails because this hub was told to fail some.");
  }

  private Caller caller(
      HttpExchange exchange,
      Map<String, String> headers,
      Map<String, List<String>> query,
      byte[] body,
      String accessKey) {
    return callers
        .apply(accessKey)
        .verified(
            new Signed(
                exchange.getRequestMethod(),
                exchange.getRequestURI().getRawPath(),
                query,
                headers,
                body));
  }

  private AwsResponse answer(HttpExchange exchange) throws IOException {
    Map<String, String> headers = headers(exchange);
    Map<String, List<String>> query = query(exchange.getRequestURI().getRawQuery());
    String authorization = headers.getOrDefault("authorization", "");
    String presigned = query.getOrDefault("X-Amz-Credential", List.of("")).getFirst();
    Matcher scope = SCOPE.matcher(presigned.isEmpty() ? authorization : "Credential=" + presigned);
    if (!scope.find()) {
      return json(403, "MissingAuthenticationTokenException", "Missing Authentication Token");
    }
    byte[] body = exchange.getRequestBody().readNBytes(MAX_BODY + 1);
    if (body.length > MAX_BODY) {
      return json(
          413, "RequestEntityTooLargeException", "The request is larger than this endpoint takes");
    }
    AwsService service = services.get(scope.group(2));
    if (service == null) {
      return json(
          400,
          "UnknownOperationException",
          "the laptop runs no AWS service with the signing name '%s'; it has %s"
              .formatted(scope.group(2), services.keySet().stream().sorted().toList()));
    }
    return service.answer(
        new AwsRequest(
            exchange.getRequestMethod(),
            exchange.getRequestURI().getPath(),
            query,
            headers,
            AwsChunked.isFramed(headers) ? AwsChunked.decode(body) : body,
            scope.group(2),
            caller(exchange, headers, query, body, scope.group(1))));
  }

  private static Map<String, String> headers(HttpExchange exchange) {
    Map<String, String> headers = new LinkedHashMap<>();
    exchange
        .getRequestHeaders()
        .forEach(
            (name, values) -> headers.put(name.toLowerCase(Locale.ROOT), String.join(",", values)));
    return headers;
  }

  /** The fields of a query, decoded. */
  public static Map<String, List<String>> query(String raw) {
    Map<String, List<String>> query = new LinkedHashMap<>();
    Forms.fields(raw)
        .forEach(
            field ->
                query
                    .computeIfAbsent(field.getKey(), _ -> new ArrayList<>())
                    .add(field.getValue()));
    return query;
  }

  private static AwsResponse json(int status, String code, String message) {
    Map<String, Object> error = new LinkedHashMap<>();
    error.put("__type", code);
    error.put("message", message);
    return new AwsResponse(
        status, Map.of("Content-Type", "application/x-amz-json-1.0"), Json.writeBytes(error));
  }

  private static void send(HttpExchange exchange, AwsResponse response) throws IOException {
    exchange.getResponseHeaders().set("x-amzn-RequestId", UUID.randomUUID().toString());
    response.headers().forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
    boolean head = "HEAD".equals(exchange.getRequestMethod());
    if (head) {
      exchange.getResponseHeaders().set("Content-Length", Integer.toString(response.body().length));
    }
    boolean empty = response.body().length == 0 || head || response.status() == 204;
    exchange.sendResponseHeaders(response.status(), empty ? -1 : response.body().length);
    if (!empty) {
      exchange.getResponseBody().write(response.body());
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
