package dev.patchbay.local.api;

import com.sun.net.httpserver.HttpExchange;
import dev.patchbay.core.json.Json;
import dev.patchbay.local.aws.Arns;
import dev.patchbay.local.aws.Forms;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * A request as API Gateway's HTTP API hands it to a function, payload format 2.0
 * (https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html).
 */
final class ApiEvent {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss Z", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);
  private static final Pattern TEXTUAL =
      Pattern.compile(
          "(text/.*|application/(json|javascript|xml|.*\\+json|.*\\+xml))(;.*)?",
          Pattern.CASE_INSENSITIVE);

  private ApiEvent() {}

  static byte[] write(HttpExchange exchange, ApiRoutes.Taken taken, byte[] body, Instant now) {
    Map<String, String> headers = headers(exchange);
    String query = exchange.getRequestURI().getRawQuery();
    Map<String, Object> event = new LinkedHashMap<>();
    event.put("version", "2.0");
    event.put("routeKey", taken.routeKey());
    event.put("rawPath", exchange.getRequestURI().getRawPath());
    event.put("rawQueryString", query == null ? "" : query);
    if (headers.containsKey("cookie")) {
      event.put("cookies", List.of(headers.remove("cookie").split(";\\s*")));
    }
    event.put("headers", headers);
    if (query != null && !query.isEmpty()) {
      event.put("queryStringParameters", query(query));
    }
    event.put("requestContext", context(exchange, taken, headers, now));
    if (!taken.pathParameters().isEmpty()) {
      Map<String, Object> parameters = new LinkedHashMap<>();
      taken.pathParameters().forEach((name, value) -> parameters.put(name, decoded(value)));
      event.put("pathParameters", parameters);
    }
    boolean textual = TEXTUAL.matcher(headers.getOrDefault("content-type", "")).matches();
    if (body.length > 0) {
      event.put(
          "body",
          textual
              ? new String(body, StandardCharsets.UTF_8)
              : Base64.getEncoder().encodeToString(body));
    }
    event.put("isBase64Encoded", body.length > 0 && !textual);
    return Json.writeBytes(event);
  }

  private static String decoded(String segment) {
    try {
      return URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return segment;
    }
  }

  private static Map<String, String> headers(HttpExchange exchange) {
    Map<String, String> headers = new LinkedHashMap<>();
    exchange
        .getRequestHeaders()
        .forEach(
            (name, values) -> headers.put(name.toLowerCase(Locale.ROOT), String.join(",", values)));
    // What API Gateway adds; a tunnel before this hub has said it already.
    InetSocketAddress own = exchange.getLocalAddress();
    headers.putIfAbsent("x-forwarded-proto", "http");
    headers.putIfAbsent("x-forwarded-port", Integer.toString(own.getPort()));
    headers.putIfAbsent(
        "x-forwarded-for", exchange.getRemoteAddress().getAddress().getHostAddress());
    return headers;
  }

  private static Map<String, String> query(String raw) {
    Map<String, String> query = new LinkedHashMap<>();
    Forms.fields(raw)
        .forEach(field -> query.merge(field.getKey(), field.getValue(), (a, b) -> a + "," + b));
    return query;
  }

  private static Map<String, Object> context(
      HttpExchange exchange, ApiRoutes.Taken taken, Map<String, String> headers, Instant now) {
    Map<String, Object> http = new LinkedHashMap<>();
    http.put("method", exchange.getRequestMethod());
    http.put("path", exchange.getRequestURI().getRawPath());
    http.put("protocol", "HTTP/1.1");
    http.put("sourceIp", exchange.getRemoteAddress().getAddress().getHostAddress());
    http.put("userAgent", headers.getOrDefault("user-agent", ""));
    Map<String, Object> context = new LinkedHashMap<>();
    context.put("accountId", Arns.ACCOUNT);
    context.put("apiId", "local");
    context.put("domainName", headers.getOrDefault("host", "localhost"));
    context.put("domainPrefix", "local");
    context.put("http", http);
    context.put("requestId", UUID.randomUUID().toString());
    context.put("routeKey", taken.routeKey());
    context.put("stage", "$default");
    context.put("time", TIME.format(now));
    context.put("timeEpoch", now.toEpochMilli());
    return context;
  }
}
