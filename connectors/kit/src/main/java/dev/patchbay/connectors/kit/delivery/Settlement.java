package dev.patchbay.connectors.kit.delivery;

import dev.patchbay.connectors.kit.destination.Destination;
import dev.patchbay.connectors.kit.destination.Hold;
import dev.patchbay.connectors.kit.ledger.Ledger;
import dev.patchbay.connectors.kit.queue.Queue;
import dev.patchbay.connectors.spi.Outcome;
import dev.patchbay.connectors.spi.Receipt;
import dev.patchbay.core.catalog.ConnectorEntry.OnUnknown;
import dev.patchbay.core.log.Log;
import dev.patchbay.core.metric.Dimension;
import dev.patchbay.core.metric.Measurements;
import dev.patchbay.core.metric.Metric;
import dev.patchbay.core.text.Excerpt;
import dev.patchbay.core.trace.Span;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What an outcome means for the ledger, the queue and the dead letters. Thread-safe.
 *
 * <p>The answers are how long the message must wait before it is handed out again; empty where this
 * delivery needs it no more.
 */
final class Settlement {
  /** Bytes. A person reads it, and each attempt has one. */
  private static final int LONGEST_REASON = 500;

  /** Bytes of a receipt that are kept. */
  private static final int LONGEST_RECEIPT = 4096;

  /** Bytes of a failure's answer that are kept. */
  private static final int LONGEST_ANSWER = 4096;

  /** Bytes of a wait's: with them the item stays below 1 KB. */
  private static final int SHORT_ANSWER = 400;

  /**
   * SQS forgets a message after 14 days (connectors/template.yaml), whatever it waits for; before
   * that it is given up.
   */
  private static final Duration LONGEST_STAY = Duration.ofDays(13);

  private static final String DELIVERED = "delivered";
  private static final String RETRY = "retry";
  private static final String DIGESTED = "digested";

  /** Outcomes that are as the route wants them; of all others a person may want to hear. */
  private static final Set<String> AS_WANTED = Set.of(DELIVERED, "digest", "quiet");

  private static final Set<String> DEAD = Set.of("dead", "unknown");

  private final Destination destination;
  private final Ledger ledger;
  private final Queue queue;
  private final Backoff backoff;
  private final InstantSource clock;

  Settlement(
      Destination destination, Ledger ledger, Queue queue, Backoff backoff, InstantSource clock) {
    this.destination = destination;
    this.ledger = ledger;
    this.queue = queue;
    this.backoff = backoff;
    this.clock = clock;
  }

  /** Settles what a call came to. */
  Optional<Duration> settled(Attempt attempt, Outcome outcome) {
    end(attempt.span(), outcome);
    return switch (outcome) {
      case Outcome.Delivered delivered -> delivered(attempt, delivered.receipt());
      case Outcome.Retry retry -> again(attempt, RETRY, retry.reason());
      case Outcome.Throttled throttled ->
          held(
              attempt,
              new Hold(
                  "throttled", throttled.reason(), backoff.retry().bounded(throttled.after())));
      case Outcome.Unknown unknown ->
          onUnknown(attempt) == OnUnknown.RESEND
              ? again(attempt, "unknown", unknown.reason())
              : dead(attempt, "unknown", true, "unknown", unknown.reason());
      case Outcome.Rejected rejected -> dead(attempt, "dead", true, "rejected", rejected.reason());
      case Outcome.Misconfigured misconfigured ->
          held(attempt, destination.open(misconfigured.reason()));
    };
  }

  private static void end(Span span, Outcome outcome) {
    boolean isDelivered = outcome instanceof Outcome.Delivered;
    String word = outcome.getClass().getSimpleName().toLowerCase(Locale.ROOT);
    (isDelivered ? span : span.failed()).with("patchbay.outcome", word).end();
  }

  /** Another event's delivery tells it. */
  Optional<Duration> toldBy(Attempt attempt, String event, Instant at, String window) {
    String reason = "told with " + event + " at " + at;
    record(
        attempt, new Ledger.Entry(DIGESTED, false, true, "digest", reason, null, null).in(window));
    return Optional.empty();
  }

  private OnUnknown onUnknown(Attempt attempt) {
    return attempt.onUnknown(destination.entry().onUnknown());
  }

  private Optional<Duration> delivered(Attempt attempt, Receipt receipt) {
    String proof = Excerpt.of(receipt.value(), LONGEST_RECEIPT);
    record(attempt, new Ledger.Entry(DELIVERED, true, true, "delivered", null, proof, null));
    return Optional.empty();
  }

  private Optional<Duration> again(Attempt attempt, String outcome, String reason) {
    int made = attempt.claim().attempts() + 1;
    if (made >= backoff.retry().attempts() || isTooOld(attempt)) {
      return dead(attempt, "dead", true, outcome, reason);
    }
    Duration left = Duration.between(clock.instant(), end(attempt));
    Duration pause = backoff.after(made);
    return waiting(
        attempt, true, new Hold(outcome, reason, pause.compareTo(left) > 0 ? left : pause), null);
  }

  /** A wait that counts no attempt. */
  Optional<Duration> held(Attempt attempt, Hold hold) {
    return isTooOld(attempt)
        ? dead(attempt, "dead", false, hold.outcome(), hold.reason())
        : waiting(attempt, false, hold, null);
  }

  /**
   * What becomes of a delivery whose attempt was cut off, and counted: it is given up where that
   * was its last, and waits where its pause is not over. Empty where it goes on.
   */
  Optional<Optional<Duration>> cutOff(Attempt attempt) {
    Instant since = attempt.claim().cutOff();
    if (since == null) {
      return Optional.empty();
    }
    int made = attempt.claim().attempts();
    if (made >= backoff.retry().attempts() || isTooOld(attempt)) {
      return Optional.of(dead(attempt, "dead", false, RETRY, Attempt.CUT_OFF));
    }
    Duration rest = Duration.between(clock.instant(), since.plus(backoff.after(made)));
    return rest.isPositive()
        ? Optional.of(waiting(attempt, false, new Hold(RETRY, Attempt.CUT_OFF, rest), null))
        : Optional.empty();
  }

  private boolean isTooOld(Attempt attempt) {
    return !end(attempt).isAfter(clock.instant());
  }

  /** The age limit: no attempt is made after it, and one that would be is made then. */
  private Instant end(Attempt attempt) {
    Instant end = attempt.end(backoff.retry().within());
    Instant last = attempt.claim().first().plus(LONGEST_STAY);
    return end.isBefore(last) ? end : last;
  }

  /** A wait that counts no attempt and no age either: the route asked for it. */
  Optional<Duration> waiting(Attempt attempt, Hold hold, String window) {
    Instant told = clock.instant().plus(hold.pause());
    return told.isAfter(attempt.claim().first().plus(LONGEST_STAY))
        ? dead(attempt, "dead", false, hold.outcome(), hold.reason())
        : waiting(attempt, false, hold, window);
  }

  /**
   * @param window of the digest for which it waits, or null
   */
  private Optional<Duration> waiting(Attempt attempt, boolean counts, Hold hold, String window) {
    Instant next = clock.instant().plus(hold.pause());
    boolean noted = counts || !hold.outcome().equals(attempt.claim().last());
    String reason = Excerpt.of(hold.reason(), LONGEST_REASON);
    Ledger.Entry entry =
        new Ledger.Entry("waiting", counts, noted, hold.outcome(), reason, null, next);
    record(attempt, entry.in(window));
    return Optional.of(hold.pause());
  }

  /**
   * Buries first and records then: a crash between the two leaves a second dead letter, not none.
   *
   * @param known the state where no attempt before is in doubt
   */
  private Optional<Duration> dead(
      Attempt attempt, String known, boolean counts, String outcome, String said) {
    String state = mayBeDone(attempt) ? "unknown" : known;
    String reason = Excerpt.of(said, LONGEST_REASON);
    int attempts = attempt.claim().attempts() + (counts ? 1 : 0);
    queue.bury(attempt.body(), attempt.letter(state, attempts, reason, clock.instant()));
    record(attempt, new Ledger.Entry(state, counts, true, outcome, reason, null, null));
    return Optional.empty();
  }

  /** Where the route says resend, what may have been carried out is made again all the same. */
  private boolean mayBeDone(Attempt attempt) {
    return attempt.isInDoubt(destination.entry()) && onUnknown(attempt) == OnUnknown.PARK;
  }

  private void record(Attempt attempt, Ledger.Entry entry) {
    boolean stands =
        ledger.record(
            attempt.key(),
            attempt.claim(),
            (attempt.claim().inDoubt() ? entry.stillInDoubt() : entry)
                .answered(answer(attempt, entry)));
    attempt
        .about()
        .run(
            () -> {
              log(attempt, entry);
              if (!stands) {
                Log.warn(
                    "not recorded: another function has taken the delivery over",
                    "outcome",
                    entry.outcome());
              }
            });
  }

  /**
   * What is kept of the destination's answer: of a failure's all that there is room for, of a
   * wait's as much as the write has room for anyhow. DynamoDB bills the whole item by begun KB, at
   * each write: what waits without a call keeps no more either. Of a success there is the receipt,
   * and a row that is kept for weeks has no more than it needs.
   */
  private static String answer(Attempt attempt, Ledger.Entry entry) {
    if (entry.state().equals(DELIVERED)) {
      return "";
    }
    String answer = attempt.answer().get();
    if (answer != null) {
      return Excerpt.of(answer, entry.counts() ? LONGEST_ANSWER : SHORT_ANSWER);
    }
    if (entry.counts()) {
      return "";
    }
    String kept = Excerpt.of(attempt.claim().answer(), SHORT_ANSWER);
    boolean stays = DEAD.contains(entry.state()) || kept.equals(attempt.claim().answer());
    return stays ? null : kept;
  }

  private void log(Attempt attempt, Ledger.Entry entry) {
    Measurements measured = measured(attempt, entry);
    // The ledger has the receipt: an answer's body is the destination's, and belongs in no log.
    int made = attempt.claim().attempts() + 1;
    Object[] fields = {
      "state",
      entry.state().equals(entry.outcome()) ? null : entry.state(),
      "outcome",
      entry.outcome(),
      "attempt",
      made == 1 ? null : made,
      "reason",
      entry.reason()
    };
    if (AS_WANTED.contains(entry.outcome())) {
      Log.info(measured, "delivery", fields);
      return;
    }
    Log.warn(measured, "delivery", fields);
  }

  /** What a step came to where it did come to something, and why it did not where it did not. */
  private Measurements measured(Attempt attempt, Ledger.Entry entry) {
    Measurements measured = Measurements.ofConnector(attempt.connector());
    if (attempt.span().hasEnded() || entry.state().equals(DIGESTED)) {
      measured = measured.by(Dimension.OUTCOME, entry.outcome()).count(Metric.DELIVERIES);
    }
    if (entry.state().equals(DELIVERED)) {
      Optional<Duration> latency = attempt.since(clock.instant());
      measured =
          latency.isPresent()
              ? measured.value(Metric.DELIVERY_LATENCY, latency.get().toMillis())
              : measured;
    }
    measured = DEAD.contains(entry.state()) ? measured.count(Metric.DEAD_LETTERS) : measured;
    return switch (entry.outcome()) {
      case "throttled" -> measured.count(Metric.DELIVERIES_THROTTLED);
      case "misconfigured", "down" -> measured.count(Metric.CIRCUITS_OPEN);
      default -> measured;
    };
  }
}
