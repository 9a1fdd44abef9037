package dev.patchbay.connectors.kit;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Keeps calls within a destination's rate, for each key of its own (a channel, say), in this
 * instance of the function. A burst of as many calls as the limit names may pass at once. Those
 * that must come again are told different times, so that they do not all come at once and most of
 * them for nothing. Thread-safe.
 */
final class Pacer {
  private final InstantSource clock;
  private final Map<String, Instant> free = new ConcurrentHashMap<>();
  private final Map<String, Instant> promised = new ConcurrentHashMap<>();
  private Instant paused = Instant.MIN;

  Pacer(InstantSource clock) {
    this.clock = clock;
  }

  /**
   * Takes a turn: how long the caller must wait before its call. Where that is longer than the
   * caller would wait, no turn is taken.
   */
  Duration turn(Pace pace, String key, Duration longest) {
    Instant now = clock.instant();
    Duration pause = pause(now);
    if (pause.isPositive()) {
      return pause;
    }
    if (pace.isFree()) {
      return Duration.ZERO;
    }
    Duration[] wait = new Duration[1];
    free.compute(
        key,
        (_, at) -> {
          // Turns lie an interval apart; the first ones of a burst may be taken before their time.
          Instant earliest = now.minus(pace.burst());
          Instant next = at == null || at.isBefore(earliest) ? earliest : at;
          wait[0] = Duration.between(now, next);
          return wait[0].compareTo(longest) > 0 ? at : next.plus(pace.interval());
        });
    if (wait[0].compareTo(longest) > 0) {
      return Duration.between(now, promise(pace, key, now.plus(wait[0])));
    }
    return wait[0].isNegative() ? Duration.ZERO : wait[0];
  }

  /** A time at which nobody else was told to come: a hint, which holds no turn. */
  private Instant promise(Pace pace, String key, Instant earliest) {
    return promised.compute(
        key,
        (_, last) ->
            last == null || last.isBefore(earliest) ? earliest : last.plus(pace.interval()));
  }

  /** Holds all calls back: the destination said wait. */
  synchronized void pauseFor(Duration wait) {
    Instant until = clock.instant().plus(wait);
    paused = until.isAfter(paused) ? until : paused;
  }

  private synchronized Duration pause(Instant now) {
    return paused.isAfter(now) ? Duration.between(now, paused) : Duration.ZERO;
  }
}
