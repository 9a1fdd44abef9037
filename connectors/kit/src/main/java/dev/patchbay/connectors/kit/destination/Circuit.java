package dev.patchbay.connectors.kit.destination;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Open while nothing to the destination can work: deliveries wait, and one at a time probes. Closes
 * when a probe gets through or the secret changes. Thread-safe.
 */
final class Circuit {
  private static final Duration FIRST = Duration.ofSeconds(30);
  private static final Duration LONGEST = Duration.ofMinutes(15);

  /** Longer than a call: a probe that has not reported by then never will. */
  private static final Duration PROBING = Duration.ofSeconds(30);

  private final InstantSource clock;
  private Duration pause = FIRST;
  private boolean probing;
  private Instant probe;
  private String reason;

  Circuit(InstantSource clock) {
    this.clock = clock;
  }

  /**
   * Why and for how long a delivery must wait; empty where the circuit is closed, or for the one
   * that probes.
   */
  synchronized Optional<Hold> hold() {
    if (probe == null) {
      return Optional.empty();
    }
    Instant now = clock.instant();
    if (probe.isAfter(now)) {
      return Optional.of(new Hold("misconfigured", reason, Duration.between(now, probe)));
    }
    probing = true;
    probe = now.plus(PROBING);
    return Optional.empty();
  }

  /** Opens, or stays open for longer after a probe that failed; gives the pause. */
  synchronized Duration open(String why) {
    Instant now = clock.instant();
    if (probe != null && !probing) { // one of those that were under way when it opened
      return probe.isAfter(now) ? Duration.between(now, probe) : Duration.ZERO;
    }
    if (probing) {
      pause = pause.multipliedBy(2).compareTo(LONGEST) > 0 ? LONGEST : pause.multipliedBy(2);
    }
    probing = false;
    reason = why;
    probe = now.plus(pause);
    return pause;
  }

  synchronized void close() {
    probing = false;
    probe = null;
    reason = null;
    pause = FIRST;
  }

  synchronized boolean isOpen() {
    return probe != null;
  }
}
