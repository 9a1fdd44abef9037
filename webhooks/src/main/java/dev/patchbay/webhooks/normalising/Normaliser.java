package dev.patchbay.webhooks.normalising;

import dev.patchbay.core.catalog.SourceEntry;
import dev.patchbay.core.catalog.SourceEntry.Normal;
import dev.patchbay.core.event.Severity;
import dev.patchbay.core.expression.Expression;
import dev.patchbay.core.expression.ExpressionException;
import dev.patchbay.core.json.Json;
import dev.patchbay.core.text.Excerpt;
import dev.patchbay.webhooks.body.Paths;
import dev.patchbay.webhooks.body.Payload;
import dev.patchbay.webhooks.reading.Bytes;
import dev.patchbay.webhooks.reading.Reading;
import dev.patchbay.webhooks.request.RawRequest;
import dev.patchbay.webhooks.request.Refusal;
import dev.patchbay.webhooks.request.RefusedException;
import dev.patchbay.webhooks.signature.VerifiedRequest;
import java.security.MessageDigest;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Makes events of a verified request, as the source's entry says. Thread-safe. */
public final class Normaliser {
  private static final int LONGEST_ID = 200;
  private static final int LONGEST_TYPE = 128;
  private static final int LONGEST_TEXT = 1000;
  private static final List<String> TEXTS = List.of("subject", "title", "url", "actor");

  private final SourceEntry entry;
  private final Expression items;
  private final Attribute type;
  private final Map<String, Attribute> usual;
  private final Map<String, Map<String, Attribute>> byType = new HashMap<>();

  /** Compiles what an entry says of its events. */
  public Normaliser(SourceEntry entry) {
    this.entry = entry;
    this.items = entry.event().items() == null ? null : Expression.compile(entry.event().items());
    this.type = Attribute.of(entry.event().type());
    this.usual = attributes(entry.event());
    entry.event().types().forEach((name, normal) -> byType.put(name, attributes(normal)));
  }

  private static Map<String, Attribute> attributes(Normal normal) {
    Map<String, Attribute> attributes = new HashMap<>();
    attributes.put("id", Attribute.of(normal.id()));
    attributes.put("time", Attribute.of(normal.time()));
    attributes.put("subject", Attribute.of(normal.subject()));
    attributes.put("title", Attribute.of(normal.title()));
    attributes.put("url", Attribute.of(normal.url()));
    attributes.put("actor", Attribute.of(normal.actor()));
    attributes.put("severity", Attribute.of(normal.severity()));
    attributes.values().removeIf(java.util.Objects::isNull);
    return attributes;
  }

  /** The events, their {@code data} last; refused where the body cannot be read. */
  public List<Draw> events(VerifiedRequest verified, String account) {
    Reading reading = verified.reading();
    Object payload = reading.payload();
    boolean verbatim =
        items == null
            && entry.redact().isEmpty()
            && Payload.isVerbatimJson(reading.request(), entry);
    entry.redact().forEach(path -> Paths.redact(payload, path));
    List<?> parts = items == null ? java.util.Collections.singletonList(payload) : items(reading);
    List<Draw> events = new ArrayList<>();
    for (int i = 0; i < parts.size(); i++) {
      String suffix = items == null ? "" : "-" + i;
      Map<String, Object> attributes = attributes(reading, account, parts.get(i), suffix);
      events.add(new Draw(attributes, parts.get(i), verbatim ? reading.request().body() : null));
    }
    return events;
  }

  private List<?> items(Reading reading) {
    Map<String, Object> variables = new HashMap<>();
    variables.put("headers", Reading.lowerCase(reading.request().headers()));
    variables.put("query", reading.request().query());
    try {
      return switch (items.evaluate(reading.payload(), variables)) {
        case null -> List.of();
        case List<?> list -> list;
        case Object one -> List.of(one);
      };
    } catch (ExpressionException _) {
      throw new RefusedException(Refusal.UNPARSABLE_BODY, "the items of the batch cannot be read");
    }
  }

  private Map<String, Object> attributes(
      Reading reading, String account, Object item, String suffix) {
    RawRequest request = reading.request();
    Map<String, Object> variables = new HashMap<>();
    variables.put("headers", Reading.lowerCase(request.headers()));
    variables.put("query", request.query());
    variables.put("body", reading.payload());
    String word = Excerpt.ofCharacters(text(type.read(item, request, variables)), LONGEST_TYPE);
    String name = word.isEmpty() ? "unknown" : word;
    variables.put("type", name);
    String received = reading.now().truncatedTo(ChronoUnit.MILLIS).toString();
    Map<String, Object> event = new LinkedHashMap<>();
    event.put("id", id(text(read("id", name, item, request, variables)), request, suffix));
    event.put("source", entry.name());
    event.put("account", account);
    event.put("type", name);
    event.put("subject", "");
    event.put("time", time(read("time", name, item, request, variables), received));
    event.put("receivedAt", received);
    TEXTS.forEach(
        text ->
            event.put(
                text,
                Excerpt.ofCharacters(
                    text(read(text, name, item, request, variables)), LONGEST_TEXT)));
    event.computeIfPresent(
        "title", (_, title) -> title.equals("") ? entry.title() + ": " + name : title);
    event.put(
        "severity", Severity.of(text(read("severity", name, item, request, variables))).word());
    return event;
  }

  private Object read(
      String attribute,
      String type,
      Object item,
      RawRequest request,
      Map<String, Object> variables) {
    for (String name = type; !name.isEmpty(); name = shorter(name)) {
      Attribute special = byType.getOrDefault(name, Map.of()).get(attribute);
      if (special != null) {
        return special.read(item, request, variables);
      }
    }
    Attribute attributeOf = usual.get(attribute);
    return attributeOf == null ? null : attributeOf.read(item, request, variables);
  }

  private static String shorter(String type) {
    int dot = type.lastIndexOf('.');
    return dot < 0 ? "" : type.substring(0, dot);
  }

  private static String id(String own, RawRequest request, String suffix) {
    if (own.isEmpty()) {
      MessageDigest digest = Bytes.digest("sha256");
      digest.update(Bytes.utf8(request.query().isEmpty() ? "" : request.url()));
      return HexFormat.of().formatHex(digest.digest(request.body()), 0, 16) + suffix;
    }
    return own.length() <= LONGEST_ID
        ? own
        : HexFormat.of().formatHex(Bytes.digest("sha256").digest(Bytes.utf8(own)));
  }

  private static String time(Object value, String received) {
    try {
      if (value instanceof Number number) {
        return epoch(number.doubleValue()).toString();
      }
      if (!(value instanceof String text)) {
        return received;
      }
      return text.matches("\\d{9,16}(\\.\\d+)?")
          ? epoch(Double.parseDouble(text)).toString()
          : OffsetDateTime.parse(text.replace(' ', 'T')).toInstant().toString();
    } catch (DateTimeException | ArithmeticException _) {
      return received;
    }
  }

  /** Sources write seconds, or milliseconds, which are a thousand times as many. */
  private static Instant epoch(double number) {
    return Instant.ofEpochMilli((long) (Math.abs(number) < 1e11 ? number * 1000 : number));
  }

  private static String text(Object value) {
    if (value instanceof Double number && number == Math.rint(number)) {
      return Long.toString(number.longValue());
    }
    if (value instanceof Map<?, ?> || value instanceof List<?>) {
      return Json.write(value);
    }
    return value == null ? "" : Excerpt.whole(value.toString().strip());
  }
}
