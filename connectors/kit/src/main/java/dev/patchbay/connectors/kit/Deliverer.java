package dev.patchbay.connectors.kit;

import dev.patchbay.connectors.spi.Delivery;
import dev.patchbay.connectors.spi.MisconfiguredException;
import dev.patchbay.connectors.spi.Outcome;
import dev.patchbay.connectors.spi.Receipt;
import dev.patchbay.connectors.spi.Reconciling;
import dev.patchbay.connectors.spi.Sender;
import dev.patchbay.core.catalog.ConnectorEntry.Effect;
import dev.patchbay.core.catalog.ConnectorEntry.OnUnknown;
import dev.patchbay.core.event.Event;
import dev.patchbay.core.expression.Escape;
import dev.patchbay.core.expression.ExpressionException;
import dev.patchbay.core.expression.Parameters;
import dev.patchbay.core.expression.Template;
import dev.patchbay.core.log.Log;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Makes one delivery: claims it in the ledger, renders it, sends it, and records what it came to. Thread-safe.
 *
 * <p>The answer is how long the message must wait before it is handed out again; empty where this delivery needs it no
 * more.
 */
final class Deliverer {
  /** A lease that ran out is a crash. SQS hides the message for longer, so no other reader has it meanwhile. */
  static final Duration LEASE = Duration.ofSeconds(30);

  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final int LONGEST_REASON = 500;

  private final Destination destination;
  private final Ledger ledger;
  private final Queue queue;
  private final Payloads payloads;
  private final Backoff backoff;
  private final InstantSource clock;

  Deliverer(
      Destination destination,
      Ledger ledger,
      Queue queue,
      Payloads payloads,
      Backoff backoff,
      InstantSource clock) {
    this.destination = destination;
    this.ledger = ledger;
    this.queue = queue;
    this.payloads = payloads;
    this.backoff = backoff;
    this.clock = clock;
  }

  /** One delivery of a message on its way. */
  private record Attempt(
      String body,
      RoutedMessage message,
      RoutedMessage.Placed placed,
      Ledger.Key key,
      int attempts,
      Instant first) {}

  /** Makes a delivery of a message, or finds why it must wait. */
  Optional<Duration> deliver(String body, RoutedMessage message, RoutedMessage.Placed placed) {
    Duration wait = destination.circuit().toWait();
    if (wait.isPositive() && !secretChanged()) {
      return Optional.of(wait);
    }
    String name = destination.entry().name();
    Ledger.Key key =
        new Ledger.Key(message.event().key(), message.route() + "/" + name + "/" + placed.index());
    return switch (ledger.claim(key, message.event().type(), LEASE)) {
      case Ledger.Claim.Settled _ -> Optional.empty();
      case Ledger.Claim.Leased leased -> Optional.of(Duration.between(clock.instant(), leased.until()));
      case Ledger.Claim.Granted granted ->
          settle(
              new Attempt(body, message, placed, key, granted.attempts(), granted.first()));
    };
  }

  private boolean secretChanged() {
    try {
      destination.connected();
      return destination.circuit().reason() == null;
    } catch (MisconfiguredException _) {
      return false;
    }
  }

  private Optional<Duration> settle(Attempt attempt) {
    Outcome outcome = outcome(attempt);
    if (outcome instanceof Outcome.Unknown unknown) {
      outcome = reconciled(attempt, unknown);
    }
    return switch (outcome) {
      case Outcome.Delivered delivered -> delivered(attempt, delivered.receipt());
      case Outcome.Retry retry -> again(attempt, "retry", retry.reason());
      case Outcome.Throttled throttled -> throttled(attempt, throttled);
      case Outcome.Unknown unknown ->
          onUnknown(attempt) == OnUnknown.RESEND
              ? again(attempt, "unknown", unknown.reason())
              : dead(attempt, "unknown", "unknown", unknown.reason());
      case Outcome.Rejected rejected -> dead(attempt, "dead", "rejected", rejected.reason());
      case Outcome.Misconfigured misconfigured -> misconfigured(attempt, misconfigured.reason());
    };
  }

  private Outcome outcome(Attempt attempt) {
    try {
      Destination.Connected connected = destination.connected();
      Delivery delivery = delivery(attempt);
      Duration turn = destination.pacer().turn(connected.pace(), paceKey(delivery), PATIENCE);
      if (turn.compareTo(PATIENCE) > 0) {
        return new Outcome.Throttled(turn, Paced.REASON);
      }
      Thread.sleep(turn);
      return sent(connected.sender(), delivery);
    } catch (MisconfiguredException e) {
      return new Outcome.Misconfigured(e.getMessage());
    } catch (ExpressionException e) {
      return new Outcome.Rejected(e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Outcome.Retry("the function was stopped");
    }
  }

  /** A marker for a wait that the destination never asked for. */
  private static final class Paced {
    static final String REASON = "within the destination's rate";
  }

  private Outcome sent(Sender sender, Delivery delivery) {
    try {
      return sender.send(delivery);
    } catch (RuntimeException e) {
      Log.error("connector failed", e, "connector", destination.entry().name());
      String reason = "fault of the connector: " + e.getClass().getSimpleName();
      return destination.entry().effect() == Effect.UNSAFE
          ? new Outcome.Unknown(reason)
          : new Outcome.Retry(reason);
    }
  }

  private Delivery delivery(Attempt attempt) {
    Map<String, Object> written = new LinkedHashMap<>(attempt.placed.parameters());
    written.remove("place");
    Event event = attempt.message.event();
    Map<String, Object> parameters =
        Parameters.render(destination.entry().parameters(), written, event.detail());
    return new Delivery(
        marker(attempt.key), attempt.message.route(), event, parameters, () -> payloads.whole(event));
  }

  private String paceKey(Delivery delivery) {
    String key = destination.entry().rate() == null ? null : destination.entry().rate().key();
    return key == null ? "" : Template.compile(key).render(delivery.parameters(), Escape.NONE);
  }

  /** The same at each attempt and nowhere else. */
  static String marker(Ledger.Key key) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256")
              .digest((key.event() + "\n" + key.delivery()).getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** Asks the destination, where it can be asked. */
  private Outcome reconciled(Attempt attempt, Outcome.Unknown unknown) {
    if (!(destination.connected().sender() instanceof Reconciling reconciling)) {
      return unknown;
    }
    try {
      return reconciling
          .find(delivery(attempt))
          .<Outcome>map(Outcome.Delivered::new)
          .orElseGet(() -> new Outcome.Retry(unknown.reason() + "; the destination has not got it"));
    } catch (RuntimeException e) {
      Log.error("reconciling failed", e, "connector", destination.entry().name());
      return unknown;
    }
  }

  private OnUnknown onUnknown(Attempt attempt) {
    Object ofRoute = attempt.placed.parameters().get("onUnknown");
    if (ofRoute instanceof String word) {
      return "resend".equals(word) ? OnUnknown.RESEND : OnUnknown.PARK;
    }
    return destination.entry().onUnknown();
  }

  private Optional<Duration> delivered(Attempt attempt, Receipt receipt) {
    destination.circuit().close();
    record(attempt, new Ledger.Entry("delivered", true, "delivered", null, receipt.value(), null));
    return Optional.empty();
  }

  private Optional<Duration> again(Attempt attempt, String outcome, String reason) {
    int made = attempt.attempts + 1;
    if (made >= backoff.retry().attempts() || isTooOld(attempt)) {
      return dead(attempt, "dead", outcome, reason);
    }
    return waiting(attempt, true, outcome, reason, backoff.after(made));
  }

  private Optional<Duration> throttled(Attempt attempt, Outcome.Throttled throttled) {
    if (!Paced.REASON.equals(throttled.reason())) {
      destination.pacer().pauseFor(throttled.after());
    }
    return isTooOld(attempt)
        ? dead(attempt, "dead", "throttled", throttled.reason())
        : waiting(attempt, false, "throttled", throttled.reason(), throttled.after());
  }

  private Optional<Duration> misconfigured(Attempt attempt, String reason) {
    Duration pause = destination.circuit().open(reason);
    return isTooOld(attempt)
        ? dead(attempt, "dead", "misconfigured", reason)
        : waiting(attempt, false, "misconfigured", reason, pause);
  }

  private boolean isTooOld(Attempt attempt) {
    return attempt.first.plus(backoff.retry().within()).isBefore(clock.instant());
  }

  private Optional<Duration> waiting(
      Attempt attempt, boolean counts, String outcome, String reason, Duration pause) {
    Instant next = clock.instant().plus(pause);
    record(attempt, new Ledger.Entry("waiting", counts, outcome, cut(reason), null, next));
    return Optional.of(pause);
  }

  /** Buries first and records then: a crash between the two leaves a second dead letter, not none. */
  private Optional<Duration> dead(Attempt attempt, String state, String outcome, String reason) {
    Instant now = clock.instant();
    Map<String, String> attributes = new LinkedHashMap<>();
    attributes.put("route", attempt.message.route());
    attributes.put("connector", destination.entry().name());
    attributes.put("event", attempt.key.event());
    attributes.put("state", state);
    attributes.put("attempts", Integer.toString(attempt.attempts + 1));
    attributes.put("reason", cut(reason));
    attributes.put("firstAt", attempt.first.toString());
    attributes.put("lastAt", now.toString());
    queue.bury(RoutedMessage.only(attempt.body, attempt.placed), attributes);
    record(attempt, new Ledger.Entry(state, true, outcome, cut(reason), null, null));
    return Optional.empty();
  }

  private void record(Attempt attempt, Ledger.Entry entry) {
    ledger.record(attempt.key, entry);
    Log.info(
        "delivery",
        "event", attempt.key.event(),
        "route", attempt.message.route(),
        "connector", destination.entry().name(),
        "state", entry.state(),
        "outcome", entry.outcome(),
        "attempt", attempt.attempts + 1,
        "reason", entry.reason(),
        "receipt", entry.receipt());
  }

  private static String cut(String reason) {
    return reason.length() > LONGEST_REASON ? reason.substring(0, LONGEST_REASON - 1) + "…" : reason;
  }
}
