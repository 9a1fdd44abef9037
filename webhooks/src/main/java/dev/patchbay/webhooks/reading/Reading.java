package dev.patchbay.webhooks.reading;

import dev.patchbay.core.catalog.SourceEntry;
import dev.patchbay.core.expression.Expression;
import dev.patchbay.core.expression.ExpressionException;
import dev.patchbay.core.secret.Secret;
import dev.patchbay.webhooks.body.Payload;
import dev.patchbay.webhooks.request.RawRequest;
import dev.patchbay.webhooks.request.RefusedException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * A request while it is read: with the secret that is tried on it, and its body parsed at most
 * once, when a scheme that signs fields, or the normaliser, asks for it.
 */
public final class Reading {
  private final RawRequest request;
  private final SourceEntry entry;
  private final Instant now;
  private final Secret secret;
  private final Parsed parsed;

  /** What readings of one request share. */
  private static final class Parsed {
    private Object payload;
    private boolean done;
  }

  /**
   * A reading that tries no secret yet.
   *
   * @param now when the request came
   */
  public Reading(RawRequest request, SourceEntry entry, Instant now) {
    this(request, entry, now, null, new Parsed());
  }

  private Reading(
      RawRequest request, SourceEntry entry, Instant now, Secret secret, Parsed parsed) {
    this.request = request;
    this.entry = entry;
    this.now = now;
    this.secret = secret;
    this.parsed = parsed;
  }

  /** The same request, parsed no second time, with another secret tried on it. */
  public Reading with(Secret other) {
    return new Reading(request, entry, now, other, parsed);
  }

  /** The request as it came. */
  public RawRequest request() {
    return request;
  }

  /** When the request came. */
  public Instant now() {
    return now;
  }

  /** The secret that is tried, or null. */
  public Secret secret() {
    return secret;
  }

  /** A field of the secret that is tried, or null. */
  public String secret(String field) {
    return secret == null ? null : secret.text(field);
  }

  /**
   * The payload; refused where the body is none of the kinds that the entry names, or not
   * well-formed.
   */
  public Object payload() {
    if (!parsed.done) {
      parsed.payload = Payload.parse(request, entry);
      parsed.done = true;
    }
    return parsed.payload;
  }

  /** The payload, or null where there is none to read. */
  Object payloadOrNull() {
    try {
      return payload();
    } catch (RefusedException _) {
      return null;
    }
  }

  /** What conditions and expressions of signatures and handshakes look at. */
  Map<String, Object> view() {
    Map<String, Object> view = new HashMap<>();
    view.put("method", request.method());
    view.put("headers", lowerCase(request.headers()));
    view.put("query", request.query());
    view.put("body", payloadOrNull());
    return view;
  }

  /** Whether a condition holds; one that fails on this input does not. */
  public boolean holds(Expression condition) {
    try {
      return condition.holds(view());
    } catch (ExpressionException _) {
      return false;
    }
  }

  byte[] expression(Expression expression) {
    try {
      return expression.text(view()).getBytes(StandardCharsets.UTF_8);
    } catch (ExpressionException _) {
      return null;
    }
  }

  /** Headers as expressions find them, by their names in lower case. */
  public static Map<String, String> lowerCase(Map<String, String> headers) {
    Map<String, String> lower = new HashMap<>();
    headers.forEach((name, value) -> lower.put(name.toLowerCase(Locale.ROOT), value));
    return lower;
  }
}
