package dev.patchbay.connectors.kit.delivery;

import dev.patchbay.connectors.kit.ledger.Ledger;
import dev.patchbay.core.catalog.ConnectorEntry.OnUnknown;
import dev.patchbay.core.delivery.Timing;
import dev.patchbay.core.event.Severity;
import dev.patchbay.core.log.Log;
import dev.patchbay.core.trace.Span;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * One delivery of a message on its way, claimed by this function.
 *
 * @param span ended, and sent, when it is known what the delivery came to
 */
record Attempt(
    RoutedMessage message,
    RoutedMessage.Placed placed,
    String connector,
    Ledger.Key key,
    Ledger.Claim.Granted claim,
    Span span) {

  static Ledger.Key key(RoutedMessage message, RoutedMessage.Placed placed, String connector) {
    return new Ledger.Key(
        message.event().key(), message.route() + "/" + connector + "/" + placed.index());
  }

  /** What every log line about it says. */
  ScopedValue.Carrier about() {
    return Log.about(
        "event",
        key.event(),
        "route",
        message.route(),
        "connector",
        connector,
        "trace",
        message.event().traceId());
  }

  /** The same, once it is known what became of the attempt before it. */
  Attempt outOfDoubt() {
    return new Attempt(message, placed, connector, key, claim.outOfDoubt(), span);
  }

  /** The delivery's id at the destination: the same at each attempt and nowhere else. */
  String marker() {
    return key.marker();
  }

  /** What the route says, or else the catalog. */
  OnUnknown onUnknown(OnUnknown unsaid) {
    return placed.parameters().get("onUnknown") instanceof String word
        ? ("resend".equals(word) ? OnUnknown.RESEND : OnUnknown.PARK)
        : unsaid;
  }

  /**
   * When it may first be told: now, after quiet hours, or when the window of its digest closes. A
   * dead letter that is put back keeps the window it had, which is never farther off than a new
   * one: what waited for longer than a queue keeps it would be lost.
   */
  Instant due() {
    Timing timing = placed.timing();
    Severity severity = message.event().severity();
    if (timing.digest() == null) {
      return timing.quietUntil(claim.first(), severity).orElse(claim.first());
    }
    Instant closes = timing.closes(claim.first(), severity);
    return placed.parameters().get(RoutedMessage.WINDOW) instanceof String kept
            && Instant.parse(kept).isBefore(closes)
        ? Instant.parse(kept)
        : closes;
  }

  /**
   * How long it has taken since the event was accepted, or since its quiet hours ended or its
   * digest closed; empty where it comes again after a replay or out of the dead letters, or where
   * that is not known.
   */
  Optional<Duration> since(Instant now) {
    if (message.isAgain()) {
      return Optional.empty();
    }
    try {
      Instant from =
          placed.timing().isPlain() ? Instant.parse(message.event().receivedAt()) : due();
      return Optional.of(Duration.between(from, now)).filter(taken -> !taken.isNegative());
    } catch (DateTimeParseException _) {
      return Optional.empty();
    }
  }

  /** The message as a dead letter holds it. */
  String body() {
    return message.only(placed, placed.timing().digest() == null ? null : due());
  }

  /** What a queue browser shows of it as a dead letter. */
  Map<String, String> letter(String state, int attempts, String reason, Instant now) {
    Map<String, String> attributes = new LinkedHashMap<>();
    attributes.put("route", message.route());
    attributes.put("connector", connector);
    attributes.put("event", key.event());
    attributes.put("state", state);
    attributes.put("attempts", Integer.toString(attempts));
    attributes.put("reason", reason);
    attributes.put("firstAt", claim.first().toString());
    attributes.put("lastAt", now.toString());
    return attributes;
  }
}
