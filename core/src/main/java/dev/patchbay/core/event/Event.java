package dev.patchbay.core.event;

import dev.patchbay.core.json.Json;
import dev.patchbay.core.trace.SpanContext;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a source said, normalised: the {@code detail} of an EventBridge event. Immutable view of a
 * JSON object; thread-safe as long as nobody changes the map it was made from.
 *
 * <p>Names line up with the attributes of CloudEvents 1.0 (https://github.com/cloudevents/spec).
 */
public record Event(Map<String, Object> detail) {
  /** The bus's {@code source} of a Patchbay source is this and its name. */
  public static final String SOURCE_PREFIX = "patchbay.";

  /** The source's own delivery or event id, the key of dedupe. */
  public String id() {
    return text("id");
  }

  /** The name of the source's catalog entry, such as {@code github}. */
  public String source() {
    return text("source");
  }

  /** The configured instance of the source; {@code default} where none was named. */
  public String account() {
    return text("account");
  }

  /** The source's own type with its action, dotted, such as {@code pull_request.opened}. */
  public String type() {
    return text("type");
  }

  /** What it is about, or empty. */
  public String subject() {
    return text("subject");
  }

  /** When it happened at the source, ISO 8601 in UTC. */
  public String time() {
    return text("time");
  }

  /** When Patchbay took it, ISO 8601 in UTC. */
  public String receivedAt() {
    return text("receivedAt");
  }

  /**
   * The span that accepted it, as a W3C {@code traceparent}; it stays the same when the event is
   * replayed. Empty where the event has none.
   */
  public String traceparent() {
    return text("traceparent");
  }

  /** The W3C id of the trace that it belongs to, or empty. */
  public String traceId() {
    return SpanContext.of(traceparent()).map(SpanContext::traceId).orElse("");
  }

  /** One line that a person understands. */
  public String title() {
    return text("title");
  }

  /** Where to look, or empty. */
  public String url() {
    return text("url");
  }

  /** Who did it, or empty. */
  public String actor() {
    return text("actor");
  }

  public Severity severity() {
    return Severity.of(detail.get("severity"));
  }

  /**
   * The payload as it came, or its shape with long values cut where {@link #dataRef()} names the
   * whole.
   */
  public Object data() {
    return detail.get("data");
  }

  /** Where the whole payload lies, if it did not fit through the bus. */
  public Optional<DataRef> dataRef() {
    if (!(detail.get("dataRef") instanceof Map<?, ?> ref)) {
      return Optional.empty();
    }
    Map<String, Object> fields = Json.object(ref);
    return Optional.of(
        new DataRef(
            (String) fields.get("bucket"),
            (String) fields.get("key"),
            ((Number) fields.get("size")).longValue(),
            (String) fields.get("sha256")));
  }

  /** The event's name in the ledger and in commands: {@code source/account/id}. */
  public String key() {
    return source() + "/" + account() + "/" + id();
  }

  /** A copy with one attribute set. */
  public Event with(String attribute, Object value) {
    Map<String, Object> copy = new LinkedHashMap<>(detail);
    copy.put(attribute, value);
    return new Event(copy);
  }

  private String text(String attribute) {
    return detail.get(attribute) instanceof String value ? value : "";
  }
}
