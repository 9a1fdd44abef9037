package dev.patchbay.connectors.kit.destination;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Keeps calls within a destination's rate, for each key of its own (a channel, say), in this
 * instance of the function. A burst of as many calls as the limit names may pass at once. Those
 * that must come again stand in line: each is told a time of its own, and whoever comes while there
 * is a line goes to its end. Thread-safe.
 */
final class Pacer {
  private final InstantSource clock;
  private final Map<String, Instant> free = new ConcurrentHashMap<>();
  private final Map<String, Instant> promised = new ConcurrentHashMap<>();
  private Instant paused = Instant.MIN;

  Pacer(InstantSource clock) {
    this.clock = clock;
  }

  /** Whether anybody stands in line. */
  boolean hasLine(String key) {
    return promised.getOrDefault(key, Instant.MIN).isAfter(clock.instant());
  }

  /**
   * Stands in line: how long until the time that the caller is told to come; empty where there is
   * no line.
   */
  Optional<Duration> line(Pace pace, String key) {
    Instant now = clock.instant();
    Instant end = promised.getOrDefault(key, Instant.MIN);
    return !pace.isFree() && end.isAfter(now)
        ? Optional.of(Duration.between(now, promise(pace, key, end)))
        : Optional.empty();
  }

  /**
   * Takes a turn: how long the caller must wait before its call. Where that is longer than the pace
   * lets it wait, no turn is taken, and it stands in line.
   *
   * @param stoodInLine whether the caller has come at a time that it was told
   */
  Duration turn(Pace pace, String key, boolean stoodInLine) {
    Instant now = clock.instant();
    Duration pause = pause(now);
    if (pause.isPositive()) {
      return pause;
    }
    if (pace.isFree()) {
      return Duration.ZERO;
    }
    Optional<Duration> line = stoodInLine ? Optional.empty() : line(pace, key);
    if (line.isPresent()) {
      return line.get();
    }
    Duration wait = take(pace, key, now);
    if (wait.compareTo(pace.patience()) <= 0) {
      return wait.isNegative() ? Duration.ZERO : wait;
    }
    return stoodInLine ? wait : Duration.between(now, promise(pace, key, now.plus(wait)));
  }

  /** The wait for the next turn, which is taken where it is short. */
  private Duration take(Pace pace, String key, Instant now) {
    Duration[] wait = new Duration[1];
    free.compute(
        key,
        (_, at) -> {
          // Turns lie an interval apart; the first ones of a burst may be taken before their time.
          Instant earliest = now.minus(pace.burst());
          Instant next = at == null || at.isBefore(earliest) ? earliest : at;
          wait[0] = Duration.between(now, next);
          return wait[0].compareTo(pace.patience()) > 0 ? at : next.plus(pace.interval());
        });
    return wait[0];
  }

  /** A time at which nobody else was told to come. */
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
