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
import dev.patchbay.core.expression.ExpressionException;
import dev.patchbay.core.expression.Parameters;
import dev.patchbay.core.json.Durations;
import dev.patchbay.core.log.Log;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Makes one delivery: claims it in the ledger, renders it, sends it, and records what it came to.
 * Thread-safe.
 *
 * <p>The answer is how long the message must wait before it is handed out again; empty where this
 * delivery needs it no more.
 */
final class Deliverer {
  /**
   * A lease that ran out is a crash. SQS hides the message for longer, so no other reader has it
   * meanwhile.
   */
  static final Duration LEASE = Duration.ofSeconds(30);

  /** Of one call: more than a connector's own time-outs, less than the lease. */
  static final Duration DEADLINE = Duration.ofSeconds(25);

  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final int LONGEST_REASON = 500;
  private static final int LONGEST_RECEIPT = 4000;

  private final Destination destination;
  private final Ledger ledger;
  private final Queue queue;
  private final Payloads payloads;
  private final Backoff backoff;
  private final Duration deadline;
  private final InstantSource clock;

  /**
   * @param deadline of one call, whatever its own time-outs: an answer that dribbles resets those
   */
  Deliverer(
      Destination destination,
      Ledger ledger,
      Queue queue,
      Payloads payloads,
      Backoff backoff,
      Duration deadline,
      InstantSource clock) {
    this.destination = destination;
    this.ledger = ledger;
    this.queue = queue;
    this.payloads = payloads;
    this.backoff = backoff;
    this.deadline = deadline;
    this.clock = clock;
  }

  /** Makes a delivery of a message, or finds why it must wait. */
  Optional<Duration> deliver(RoutedMessage message, RoutedMessage.Placed placed) {
    String connector = destination.entry().name();
    Ledger.Key key = Attempt.key(message, placed, connector);
    Ledger.Wish wish = new Ledger.Wish(key, message.event().type(), message.revival());
    return switch (ledger.claim(wish, LEASE)) {
      case Ledger.Claim.Settled _ -> Optional.empty();
      case Ledger.Claim.Leased leased ->
          Optional.of(Duration.between(clock.instant(), leased.until()).plusSeconds(1));
      case Ledger.Claim.Granted granted ->
          made(new Attempt(message, placed, connector, key, granted));
    };
  }

  private Optional<Duration> made(Attempt attempt) {
    Sender sender;
    Delivery delivery;
    try {
      Optional<Hold> open = destination.hold();
      if (open.isPresent()) {
        return held(attempt, open.get());
      }
      Destination.Connected connected = destination.connected();
      sender = connected.sender();
      delivery = delivery(attempt);
      Duration turn = destination.turn(connected, delivery, PATIENCE);
      if (turn.compareTo(PATIENCE) > 0) {
        return held(attempt, new Hold("throttled", "within the destination's rate", turn));
      }
      Thread.sleep(turn);
    } catch (MisconfiguredException e) {
      return settled(attempt, new Outcome.Misconfigured(e.getMessage()));
    } catch (ExpressionException e) {
      return settled(attempt, new Outcome.Rejected(e.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return settled(attempt, new Outcome.Retry("the function was stopped"));
    } catch (RuntimeException e) { // nothing was sent, and the ledger must know that
      Log.error("delivery not begun", e, "connector", attempt.connector());
      return settled(attempt, new Outcome.Retry("not begun: " + e.getClass().getSimpleName()));
    }
    return settled(attempt, outcome(attempt, sender, delivery));
  }

  private Outcome outcome(Attempt attempt, Sender sender, Delivery delivery) {
    boolean isUnsafe = destination.entry().effect() == Effect.UNSAFE;
    if (attempt.claim().cutOff() && isUnsafe) {
      Optional<Outcome> before = before(attempt, sender, delivery);
      if (before.isPresent()) {
        return before.get();
      }
    }
    Outcome outcome = sent(sender, delivery, isUnsafe);
    return outcome instanceof Outcome.Unknown unknown
        ? reconciled(sender, delivery, unknown)
        : outcome;
  }

  /**
   * What became of an attempt that was cut off before its record; empty where it is to be sent now.
   */
  private Optional<Outcome> before(Attempt attempt, Sender sender, Delivery delivery) {
    Outcome.Unknown unknown = new Outcome.Unknown("the function ended during an attempt");
    return switch (reconciled(sender, delivery, unknown)) {
      case Outcome.Retry _ -> Optional.empty();
      case Outcome.Unknown _ when onUnknown(attempt) == OnUnknown.RESEND -> Optional.empty();
      case Outcome known -> Optional.of(known);
    };
  }

  private Outcome sent(Sender sender, Delivery delivery, boolean isUnsafe) {
    FutureTask<Outcome> call = new FutureTask<>(() -> sender.send(delivery));
    Thread.ofVirtual().name("call of " + destination.entry().name()).start(call);
    try {
      return call.get(deadline.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException _) {
      call.cancel(true);
      return unfinished("no whole answer within " + Durations.format(deadline), isUnsafe);
    } catch (InterruptedException _) {
      call.cancel(true);
      Thread.currentThread().interrupt();
      return unfinished("the function was stopped", isUnsafe);
    } catch (ExecutionException e) {
      Log.error("connector failed", e.getCause(), "connector", destination.entry().name());
      String fault = e.getCause().getClass().getSimpleName();
      return unfinished("fault of the connector: " + fault, isUnsafe);
    }
  }

  private static Outcome unfinished(String reason, boolean isUnsafe) {
    return isUnsafe ? new Outcome.Unknown(reason) : new Outcome.Retry(reason);
  }

  /** Asks the destination, where it can be asked. */
  private Outcome reconciled(Sender sender, Delivery delivery, Outcome.Unknown unknown) {
    if (!(sender instanceof Reconciling reconciling)) {
      return unknown;
    }
    try {
      Outcome absent = new Outcome.Retry(unknown.reason() + "; the destination has not got it");
      return reconciling.find(delivery).<Outcome>map(Outcome.Delivered::new).orElse(absent);
    } catch (RuntimeException e) {
      Log.error("reconciling failed", e, "connector", destination.entry().name());
      return unknown;
    }
  }

  private Delivery delivery(Attempt attempt) {
    Map<String, Object> written = new LinkedHashMap<>(attempt.placed().parameters());
    written.remove(RoutedMessage.PLACE);
    Event event = attempt.message().event();
    Map<String, Object> parameters =
        Parameters.render(destination.entry().parameters(), written, event.detail());
    return new Delivery(
        attempt.marker(),
        attempt.message().route(),
        event,
        parameters,
        () -> payloads.whole(event));
  }

  private Optional<Duration> settled(Attempt attempt, Outcome outcome) {
    return switch (outcome) {
      case Outcome.Delivered delivered -> delivered(attempt, delivered.receipt());
      case Outcome.Retry retry -> again(attempt, "retry", retry.reason());
      case Outcome.Throttled throttled -> {
        destination.pauseFor(throttled.after());
        yield held(attempt, new Hold("throttled", throttled.reason(), throttled.after()));
      }
      case Outcome.Unknown unknown ->
          onUnknown(attempt) == OnUnknown.RESEND
              ? again(attempt, "unknown", unknown.reason())
              : dead(attempt, "unknown", true, "unknown", unknown.reason());
      case Outcome.Rejected rejected -> dead(attempt, "dead", true, "rejected", rejected.reason());
      case Outcome.Misconfigured misconfigured ->
          held(attempt, destination.open(misconfigured.reason()));
    };
  }

  private OnUnknown onUnknown(Attempt attempt) {
    return attempt.onUnknown(destination.entry().onUnknown());
  }

  private Optional<Duration> delivered(Attempt attempt, Receipt receipt) {
    destination.close();
    String proof = cut(receipt.value(), LONGEST_RECEIPT);
    record(attempt, new Ledger.Entry("delivered", true, true, "delivered", null, proof, null));
    return Optional.empty();
  }

  private Optional<Duration> again(Attempt attempt, String outcome, String reason) {
    int made = attempt.claim().attempts() + 1;
    if (made >= backoff.retry().attempts() || isTooOld(attempt)) {
      return dead(attempt, "dead", true, outcome, reason);
    }
    return waiting(attempt, true, new Hold(outcome, reason, backoff.after(made)));
  }

  /** A wait that counts no attempt. */
  private Optional<Duration> held(Attempt attempt, Hold hold) {
    return isTooOld(attempt)
        ? dead(attempt, "dead", false, hold.outcome(), hold.reason())
        : waiting(attempt, false, hold);
  }

  private boolean isTooOld(Attempt attempt) {
    return attempt.claim().first().plus(backoff.retry().within()).isBefore(clock.instant());
  }

  private Optional<Duration> waiting(Attempt attempt, boolean counts, Hold hold) {
    Instant next = clock.instant().plus(hold.pause());
    boolean noted = counts || !hold.outcome().equals(attempt.claim().last());
    String reason = cut(hold.reason(), LONGEST_REASON);
    record(attempt, new Ledger.Entry("waiting", counts, noted, hold.outcome(), reason, null, next));
    return Optional.of(hold.pause());
  }

  /**
   * Buries first and records then: a crash between the two leaves a second dead letter, not none.
   */
  private Optional<Duration> dead(
      Attempt attempt, String state, boolean counts, String outcome, String said) {
    String reason = cut(said, LONGEST_REASON);
    int attempts = attempt.claim().attempts() + (counts ? 1 : 0);
    queue.bury(
        attempt.message().only(attempt.placed()),
        attempt.letter(state, attempts, reason, clock.instant()));
    record(attempt, new Ledger.Entry(state, counts, true, outcome, reason, null, null));
    return Optional.empty();
  }

  private void record(Attempt attempt, Ledger.Entry entry) {
    ledger.record(attempt.key(), entry);
    Log.info(
        "delivery",
        "event",
        attempt.key().event(),
        "route",
        attempt.message().route(),
        "connector",
        attempt.connector(),
        "state",
        entry.state(),
        "outcome",
        entry.outcome(),
        "attempt",
        attempt.claim().attempts() + 1,
        "reason",
        entry.reason(),
        "receipt",
        entry.receipt());
  }

  private static String cut(String text, int longest) {
    return text.length() > longest ? text.substring(0, longest - 1) + "…" : text;
  }
}
