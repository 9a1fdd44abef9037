package dev.patchbay.webhooks.reading;

import dev.patchbay.core.catalog.PieceSyntax;
import dev.patchbay.core.expression.Expression;
import dev.patchbay.webhooks.body.Paths;
import dev.patchbay.webhooks.body.Payload;
import dev.patchbay.webhooks.request.RawRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * Where a value stands in a request: {@code header:X-Signature}, {@code json:data.id}. Thread-safe.
 */
public final class Place {
  private static final String HTTPS_PORT = "^(https://[^/?:]+):443(?=[/?]|$)";
  private static final String HTTP_PORT = "^(http://[^/?:]+):80(?=[/?]|$)";

  private final String kind;
  private final String name;

  private Place(String kind, String name) {
    this.kind = kind;
    this.name = name;
  }

  /** Illegal arguments are those of {@link PieceSyntax#place}. */
  public static Place of(String text) {
    return of(PieceSyntax.place(text));
  }

  static Place of(PieceSyntax.PlaceName named) {
    return new Place(named.kind(), named.name());
  }

  /** What it names: {@code header}, {@code query}, {@code json}, {@code form} … */
  public String kind() {
    return kind;
  }

  /**
   * Which of that kind: the header's name, the path in the JSON; empty where the kind has one only.
   */
  public String name() {
    return name;
  }

  /** The bytes at this place, or null where there is nothing. */
  byte[] bytes(Reading reading, SignatureParts signature) {
    return switch (kind) {
      case "body" -> reading.request().body();
      case "timestamp" -> signature == null ? null : utf8(signature.timestamp(reading));
      case "expression" -> expression(reading, signature);
      default -> utf8(text(reading));
    };
  }

  private static byte[] expression(Reading reading, SignatureParts signature) {
    Expression expression = signature == null ? null : signature.expression();
    return expression == null ? null : reading.expression(expression);
  }

  /** The texts at this place: more than one only for a family of headers. */
  public List<String> texts(Reading reading) {
    if (!kind.equals("header") || !name.endsWith("*")) {
      String text = text(reading);
      return text == null ? List.of() : List.of(text);
    }
    List<String> texts = new ArrayList<>();
    String start = name.substring(0, name.length() - 1);
    reading
        .request()
        .headers()
        .forEach(
            (header, value) -> {
              if (header.regionMatches(true, 0, start, 0, start.length())) {
                texts.add(value);
              }
            });
    return texts;
  }

  private String text(Reading reading) {
    RawRequest request = reading.request();
    return switch (kind) {
      case "header" -> request.header(name);
      case "query" -> request.query().get(name);
      case "json" -> Paths.text(reading.payloadOrNull(), name);
      case "form" -> form(request);
      case "secret" -> reading.secret(name);
      case "url" -> request.url();
      case "url-with-port" -> withPort(request.url());
      case "url-without-port" ->
          request.url().replaceFirst(HTTPS_PORT, "$1").replaceFirst(HTTP_PORT, "$1");
      case "url-without-query" -> request.url().split("\\?", 2)[0];
      case "path" -> pathAndQuery(request.url()).split("\\?", 2)[0];
      case "path-and-query" -> pathAndQuery(request.url());
      case "method" -> request.method();
      case "sorted-form" -> sortedForm(request);
      case "now" -> Long.toString(reading.now().getEpochSecond());
      default -> null;
    };
  }

  private String form(RawRequest request) {
    return Payload.fields(request).get(name) instanceof String value ? value : null;
  }

  private static String sortedForm(RawRequest request) {
    String type = String.valueOf(request.header("content-type"));
    if (!type.startsWith("application/x-www-form-urlencoded")) {
      return "";
    }
    StringBuilder text = new StringBuilder();
    new TreeMap<>(Payload.fields(request))
        .forEach(
            (name, value) -> {
              List<?> values =
                  value instanceof List<?> list
                      ? list.stream().distinct().sorted().toList()
                      : List.of(value);
              values.forEach(one -> text.append(name).append(one));
            });
    return text.toString();
  }

  private static String withPort(String url) {
    boolean has = url.matches("https?://[^/?]*:\\d+([/?].*)?");
    return has
        ? url
        : url.replaceFirst("^(https://[^/?]+)", "$1:443").replaceFirst("^(http://[^/?]+)", "$1:80");
  }

  private static String pathAndQuery(String url) {
    int host = url.indexOf("://");
    int slash = url.indexOf('/', host < 0 ? 0 : host + 3);
    return slash < 0 ? "/" : url.substring(slash);
  }

  private static byte[] utf8(String text) {
    return text == null ? null : Bytes.utf8(text);
  }
}
