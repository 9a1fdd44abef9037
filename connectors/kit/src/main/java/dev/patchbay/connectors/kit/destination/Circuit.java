package dev.patchbay.connectors.kit.destination;

import dev.patchbay.core.log.Log;
import dev.patchbay.core.metric.Dimension;
import dev.patchbay.core.metric.Measurements;
import dev.patchbay.core.metric.Metric;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Open while no call can work: deliveries wait, and one call at a time probes. Closes when a probe
 * gets through. Says in the log, and in a metric, when it opens, probes and closes. Thread-safe.
 */
final class Circuit {
  /** Why it opens. */
  enum Kind {
    /** The destination refuses all that comes with this secret: at the first such answer. */
    MISCONFIGURED("misconfigured", 1, Duration.ofSeconds(30)),

    /** The destination itself fails: after so many calls in a row. */
    DOWN("down", 5, Duration.ofSeconds(5));

    private final String word;
    private final int failures;
    private final Duration first;

    Kind(String word, int failures, Duration first) {
      this.word = word;
      this.failures = failures;
      this.first = first;
    }
  }

  private static final Duration LONGEST = Duration.ofMinutes(15);

  /** Longer than a call and its questions: a probe that has not reported by then never will. */
  private static final Duration PROBING = Duration.ofSeconds(45);

  private final Kind kind;
  private final String connector;
  private final String address;
  private final InstantSource clock;
  private int failures;
  private Duration pause;
  private boolean probing;
  private Instant probe;
  private String reason;

  /**
   * @param address the host that it is about; empty where there is but one
   */
  Circuit(Kind kind, String connector, String address, InstantSource clock) {
    this.kind = kind;
    this.connector = connector;
    this.address = address;
    this.clock = clock;
    this.pause = kind.first;
  }

  /** Why and for how long a delivery must wait; empty where it may ask to be let through. */
  synchronized Optional<Hold> hold() {
    Instant now = clock.instant();
    return probe == null || !probe.isAfter(now)
        ? Optional.empty()
        : Optional.of(new Hold(kind.word, reason, Duration.between(now, probe)));
  }

  /** Lets a call through: all where it is closed, else one that probes. */
  synchronized Optional<Hold> admit() {
    Optional<Hold> hold = hold();
    if (probe != null && hold.isEmpty()) {
      probing = true;
      probe = clock.instant().plus(PROBING);
      say("circuit probes", "probing");
    }
    return hold;
  }

  /** A call failed for this circuit's reason; gives how long others wait, nothing while closed. */
  synchronized Hold failed(String why) {
    Instant now = clock.instant();
    if (probe == null) {
      failures++;
      if (failures >= kind.failures) {
        open(now.plus(pause), why, "circuit opened", "opened");
      }
    } else if (probing || kind == Kind.MISCONFIGURED && !probe.isAfter(now)) {
      pause = pause.multipliedBy(2).compareTo(LONGEST) > 0 ? LONGEST : pause.multipliedBy(2);
      open(now.plus(pause), why, "circuit stays open", null);
    } // else it is one of those that were under way when it opened
    return hold().orElseGet(() -> new Hold(kind.word, why, Duration.ZERO));
  }

  private void open(Instant until, String why, String message, String state) {
    probing = false;
    probe = until;
    reason = why;
    say(message, state);
  }

  /** A call got through. */
  synchronized void close() {
    boolean wasOpen = probe != null;
    failures = 0;
    probing = false;
    probe = null;
    pause = kind.first;
    if (wasOpen) {
      say("circuit closed", "closed");
    }
    reason = null;
  }

  synchronized boolean isOpen() {
    return probe != null;
  }

  private void say(String message, String state) {
    Measurements measured = Measurements.ofConnector(connector);
    if (state != null) {
      measured = measured.by(Dimension.OUTCOME, state).count(Metric.CIRCUITS);
    }
    Object[] fields = {
      "connector", connector, "cause", kind.word, "address", address, "reason", reason
    };
    boolean isNews = probe != null && !probing;
    if (!isNews) {
      Log.info(measured, message, fields);
      return;
    }
    // A delivery that is misconfigured counts by itself; one that failed counts as retried.
    Log.warn(kind == Kind.DOWN ? measured.count(Metric.CIRCUITS_OPEN) : measured, message, fields);
  }
}
