package dev.patchbay.connectors.http;

import dev.patchbay.connectors.spi.Delivery;
import dev.patchbay.connectors.spi.MisconfiguredException;
import dev.patchbay.core.catalog.ConnectorEntry;
import dev.patchbay.core.expression.Escape;
import dev.patchbay.core.expression.Expression;
import dev.patchbay.core.expression.ExpressionException;
import dev.patchbay.core.expression.ExpressionTimeoutException;
import dev.patchbay.core.expression.Template;
import dev.patchbay.core.secret.Secret;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** An entry's request with its templates compiled, for one secret. Thread-safe. */
final class RequestPlan {
  private static final Pattern CLIMBS = Pattern.compile("(/|^)(\\.|%2[eE]){1,2}(/|\\?|#|$)");

  private static final Pattern METHOD = Pattern.compile("[A-Z]+");

  private final Template method;
  private final Template base;
  private final boolean isOneHost;
  private final Map<String, Object> place;
  private final Secret secret;
  private final Template path;
  private final boolean isLastOptional;
  private final Template query;
  private final Map<Template, Template> headers = new LinkedHashMap<>();
  private final RequestBody body;
  private final Expression answerWithin;

  private RequestPlan(
      ConnectorEntry.Request request, String base, Secret secret, Map<String, Object> place) {
    this.method = Template.compile(request.method() == null ? "POST" : request.method());
    this.base = Template.compile(base);
    this.isOneHost = !base.contains("{{");
    this.place = place;
    this.secret = secret;
    String whole = path(request.path());
    int query = outside(whole, '?', whole.length());
    String last = whole.substring(0, query).substring(lastSlash(whole.substring(0, query)) + 1);
    this.path = Template.compile(whole.substring(0, query));
    this.isLastOptional = last.startsWith("{{") && last.indexOf("}}") == last.length() - 2;
    this.query = Template.compile(whole.substring(query));
    request
        .headers()
        .forEach((name, value) -> headers.put(Template.compile(name), Template.compile(value)));
    this.body = RequestBody.of(request);
    this.answerWithin =
        request.answerWithin() == null ? null : Expression.compile(request.answerWithin());
  }

  /** Anything but a slash after the base URL could make another host of it. */
  private static String path(String path) {
    if (path == null || path.isEmpty() || path.startsWith("/") || path.startsWith("?")) {
      return path == null ? "" : path;
    }
    throw new IllegalStateException("the path of a declared request must start with /");
  }

  /** Where the first such character outside of expressions is, else the end. */
  private static int outside(String text, char wanted, int end) {
    int from = 0;
    for (int open = text.indexOf("{{"); open >= 0; open = text.indexOf("{{", from)) {
      int found = text.indexOf(wanted, from);
      if (found >= 0 && found < open) {
        return found;
      }
      from = text.indexOf("}}", open) + 2;
    }
    int found = text.indexOf(wanted, from);
    return found < 0 ? end : found;
  }

  private static int lastSlash(String path) {
    int last = -1;
    for (int at = outside(path, '/', -1); at >= 0; ) {
      last = at;
      int next = outside(path.substring(at + 1), '/', -1);
      at = next < 0 ? -1 : at + 1 + next;
    }
    return last;
  }

  /**
   * @param place what its templates see of where the function runs
   * @throws MisconfiguredException where the secret makes a header that cannot be sent
   */
  static RequestPlan of(
      ConnectorEntry.Request request, String base, Secret secret, Map<String, Object> place) {
    RequestPlan plan = new RequestPlan(request, base, secret, place);
    plan.requireSendable();
    return plan;
  }

  /**
   * A delivery's part of a request.
   *
   * @param request without what shows its sender
   * @param input of the entry's templates
   */
  record Part(Delivery delivery, HttpRequest request, Object tree, Map<String, Object> input) {}

  /**
   * The request of a delivery.
   *
   * @throws UnrenderableException when an expression fails on its event
   */
  Part part(Delivery delivery) {
    return part(delivery, Map.of());
  }

  /** The host that a delivery goes to; empty where it is the same for all, or cannot be told. */
  String address(Delivery delivery) {
    if (isOneHost) {
      return "";
    }
    try {
      return uri(input(delivery)).getHost();
    } catch (UnrenderableException _) {
      return "";
    }
  }

  /** The same, with more in its templates' input. */
  Part part(Delivery delivery, Map<String, Object> more) {
    Map<String, Object> input = input(delivery);
    input.putAll(more);
    RequestBody.Content content = rendered("body", () -> body.render(input));
    Map<String, String> fields = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    fields.put("User-Agent", "Patchbay");
    fields.put("Accept", "*/*");
    fields.put("Content-Type", content.type());
    headers.forEach((name, value) -> header(fields, name, value, input));
    HttpRequest request =
        new HttpRequest(verb(input), uri(input), fields, content.bytes(), patience(input));
    return new Part(delivery, request, content.tree(), input);
  }

  /** One whose name or value comes to nothing is left out. */
  private static void header(
      Map<String, String> fields, Template name, Template value, Map<String, Object> input) {
    String field = rendered("headers", () -> name.render(input, Escape.LINE)).strip();
    String text = rendered("header " + field, () -> value.render(input, Escape.LINE)).strip();
    if (text.isEmpty()) {
      fields.remove(field);
    } else if (!field.isEmpty()) {
      Header header = Header.of(field, text);
      header.fault().ifPresent(fault -> unsendable(fault));
      fields.put(field, header.value());
    }
  }

  /** No less than a second, whatever an expression makes of a payload. */
  private Duration patience(Map<String, Object> input) {
    if (answerWithin == null) {
      return null;
    }
    return rendered("time of the answer", () -> answerWithin.evaluate(input))
            instanceof Number seconds
        ? Duration.ofMillis((long) Math.max(1000, seconds.doubleValue() * 1000))
        : null;
  }

  private static void unsendable(String fault) {
    throw new UnrenderableException(fault);
  }

  /**
   * A header that the secret alone makes, and cannot be sent, fails every delivery.
   *
   * @throws MisconfiguredException naming it
   */
  private void requireSendable() {
    Map<String, Object> input = new LinkedHashMap<>(place);
    input.put("secret", secret.fields());
    input.put("parameters", Map.of());
    headers.forEach((name, value) -> requireSendable(name, value, input));
  }

  private void requireSendable(Template name, Template value, Map<String, Object> input) {
    try {
      header(new TreeMap<>(), name, value, input);
    } catch (UnrenderableException e) {
      if (e.getCause() == null) {
        throw new MisconfiguredException("secret " + secret.name() + ": " + e.getMessage());
      } // what the event must complete is seen with the event
    }
  }

  private Map<String, Object> input(Delivery delivery) {
    Map<String, Object> input = new LinkedHashMap<>(delivery.event().detail());
    input.put("event", delivery.event().detail());
    input.put(
        "delivery",
        Map.of(
            "id", delivery.id(), "route", delivery.route(), "traceparent", delivery.traceparent()));
    input.put("parameters", delivery.parameters());
    input.put("secret", secret.fields());
    input.putAll(place);
    return input;
  }

  private String verb(Map<String, Object> input) {
    String verb =
        rendered("method", () -> method.render(input, Escape.LINE)).toUpperCase(Locale.ROOT);
    if (!METHOD.matcher(verb).matches()) {
      throw new UnrenderableException("method", "is no HTTP method", null);
    }
    return verb;
  }

  private URI uri(Map<String, Object> input) {
    String rendered = path(input) + rendered("path", () -> query.render(input, Escape.URL));
    if (CLIMBS.matcher(rendered).find()) {
      throw new UnrenderableException("path", "would climb out of its folder", null);
    }
    String address = rendered("address", () -> base.render(input, Escape.URL));
    try {
      URI uri = URI.create(address + rendered);
      if (uri.getHost() == null) {
        throw new UnrenderableException("address", "names no host", null);
      }
      return uri;
    } catch (IllegalArgumentException e) {
      throw new UnrenderableException("path", "is no URL path", null);
    }
  }

  /** A last segment that comes to nothing is left out with its slash. */
  private String path(Map<String, Object> input) {
    String rendered = rendered("path", () -> path.render(input, Escape.URL));
    return isLastOptional && rendered.endsWith("/")
        ? rendered.substring(0, rendered.length() - 1)
        : rendered;
  }

  private static <T> T rendered(String part, Supplier<T> rendering) {
    try {
      return rendering.get();
    } catch (ExpressionException e) {
      throw new UnrenderableException(part, "cannot be made from this event", e);
    } catch (ExpressionTimeoutException e) {
      throw new UnrenderableException(part, "was not made in time", e);
    }
  }
}
