package dev.patchbay.webhooks.intake;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import dev.patchbay.core.json.Json;
import dev.patchbay.webhooks.body.FormBody;
import dev.patchbay.webhooks.request.Answer;
import dev.patchbay.webhooks.request.RawRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Reads requests and writes answers of an HTTP API, payload format 2.0, by hand: no reflection at a
 * cold start.
 */
public final class HttpApi {
  /** A webhook and whom it is for. */
  public record Call(String source, String account, RawRequest request) {}

  private final String publicUrl;

  /**
   * @param publicUrl as which sources know the hub; null where the API's own address is theirs
   */
  public HttpApi(String publicUrl) {
    this.publicUrl = publicUrl == null ? null : publicUrl.replaceFirst("/+$", "");
  }

  /**
   * The event, as far as a webhook needs it.
   *
   * @throws ClassCastException when it is none of an HTTP API's
   */
  public static APIGatewayV2HTTPEvent event(Map<String, Object> json) {
    Map<String, Object> context = Json.object(json.getOrDefault("requestContext", Map.of()));
    Map<String, Object> http = Json.object(context.getOrDefault("http", Map.of()));
    APIGatewayV2HTTPEvent event = new APIGatewayV2HTTPEvent();
    event.setRawPath((String) json.getOrDefault("rawPath", "/"));
    event.setRawQueryString((String) json.getOrDefault("rawQueryString", ""));
    event.setHeaders(texts(json.get("headers")));
    event.setPathParameters(texts(json.get("pathParameters")));
    event.setBody((String) json.get("body"));
    event.setIsBase64Encoded(Boolean.TRUE.equals(json.get("isBase64Encoded")));
    event.setRequestContext(
        APIGatewayV2HTTPEvent.RequestContext.builder()
            .withDomainName((String) context.get("domainName"))
            .withStage((String) context.get("stage"))
            .withHttp(
                APIGatewayV2HTTPEvent.RequestContext.Http.builder()
                    .withMethod((String) http.getOrDefault("method", "POST"))
                    .withSourceIp((String) http.get("sourceIp"))
                    .build())
            .build());
    return event;
  }

  private static Map<String, String> texts(Object object) {
    Map<String, String> texts = new HashMap<>();
    if (object != null) {
      Json.object(object).forEach((name, value) -> texts.put(name, String.valueOf(value)));
    }
    return texts;
  }

  /**
   * The webhook that an event holds.
   *
   * @throws IllegalArgumentException when its body or path is not encoded as it says
   */
  public Call call(APIGatewayV2HTTPEvent event) {
    String[] path = path(event).split("/", -1);
    String source =
        event.getPathParameters().getOrDefault("source", path.length > 2 ? path[2] : "");
    String account =
        event.getPathParameters().getOrDefault("account", path.length > 3 ? path[3] : "");
    String query = event.getRawQueryString();
    RawRequest request =
        new RawRequest(
            event.getRequestContext().getHttp().getMethod(),
            url(event),
            event.getHeaders(),
            FormBody.single(query == null ? "" : query),
            body(event),
            event.getRequestContext().getHttp().getSourceIp());
    return new Call(decode(source), account.isEmpty() ? "default" : decode(account), request);
  }

  /** The path without the stage, which an HTTP API puts in front unless it is {@code $default}. */
  private static String path(APIGatewayV2HTTPEvent event) {
    String stage = "/" + event.getRequestContext().getStage() + "/";
    String path = event.getRawPath();
    return path.startsWith(stage) && !path.startsWith("/webhooks/")
        ? path.substring(stage.length() - 1)
        : path;
  }

  private String url(APIGatewayV2HTTPEvent event) {
    String query =
        event.getRawQueryString() == null || event.getRawQueryString().isEmpty()
            ? ""
            : "?" + event.getRawQueryString();
    if (publicUrl != null) {
      return publicUrl + path(event) + query;
    }
    String host =
        event
            .getHeaders()
            .getOrDefault("host", String.valueOf(event.getRequestContext().getDomainName()));
    return event.getHeaders().getOrDefault("x-forwarded-proto", "https")
        + "://"
        + host
        + event.getRawPath()
        + query;
  }

  private static byte[] body(APIGatewayV2HTTPEvent event) {
    String body = event.getBody() == null ? "" : event.getBody();
    return event.getIsBase64Encoded()
        ? Base64.getDecoder().decode(body)
        : body.getBytes(StandardCharsets.UTF_8);
  }

  private static String decode(String segment) {
    return URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  /** The answer, as an HTTP API sends it. */
  public static APIGatewayV2HTTPResponse response(Answer answer) {
    return APIGatewayV2HTTPResponse.builder()
        .withStatusCode(answer.status())
        .withHeaders(answer.headers())
        .withBody(answer.body())
        .withIsBase64Encoded(false)
        .build();
  }

  /** The response, to be written as JSON. */
  public static Map<String, Object> map(APIGatewayV2HTTPResponse response) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("statusCode", response.getStatusCode());
    map.put("headers", response.getHeaders());
    map.put("body", response.getBody());
    map.put("isBase64Encoded", response.getIsBase64Encoded());
    return map;
  }
}
