package dev.patchbay.connectors.kit;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * Open while nothing to the destination can work: deliveries wait, and one at a time probes. Closes when a probe gets
 * through or the secret changes. Thread-safe.
 */
final class Circuit {
  private static final Duration FIRST = Duration.ofSeconds(30);
  private static final Duration LONGEST = Duration.ofMinutes(15);

  private final InstantSource clock;
  private Duration pause = FIRST;
  private Instant probe;
  private String reason;

  Circuit(InstantSource clock) {
    this.clock = clock;
  }

  /** How long to wait; zero where the circuit is closed, or for the one that probes. */
  synchronized Duration toWait() {
    if (probe == null) {
      return Duration.ZERO;
    }
    Duration wait = Duration.between(clock.instant(), probe);
    if (wait.isPositive()) {
      return wait;
    }
    probe = clock.instant().plus(pause);
    return Duration.ZERO;
  }

  /** Opens, or stays open for longer after a probe that failed; gives the pause. */
  synchronized Duration open(String why) {
    if (probe != null && reason != null) {
      pause = pause.multipliedBy(2).compareTo(LONGEST) > 0 ? LONGEST : pause.multipliedBy(2);
    }
    reason = why;
    probe = clock.instant().plus(pause);
    return pause;
  }

  synchronized void close() {
    probe = null;
    reason = null;
    pause = FIRST;
  }

  /** Why it is open; null where it is closed. */
  synchronized String reason() {
    return reason;
  }
}
