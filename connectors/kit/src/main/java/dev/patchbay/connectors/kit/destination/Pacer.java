package dev.patchbay.connectors.kit.destination;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Keeps calls within a destination's rate, for each key of its own (a channel, say), in this
 * instance of the function. A burst of as many calls as the limit names may pass at once. Those
 * that must come again stand in line: each is told a time of its own, and whoever comes while there
 * is a line goes to its end. Each route has a line of its own for each key, and they take turns, so
 * that a flood of one route holds up no other for longer than that. Thread-safe.
 */
final class Pacer {
  /** So many keys are remembered at least before those that nobody asks for are forgotten. */
  private static final int MANY = 1000;

  private final InstantSource clock;
  private final Map<String, Line> lines = new HashMap<>();
  private Instant paused = Instant.MIN;
  private int many = MANY;

  Pacer(InstantSource clock) {
    this.clock = clock;
  }

  /** Whether anybody asked for this key before: else there is no line. */
  synchronized boolean isKnown(String key) {
    return lines.containsKey(key) || paused.isAfter(clock.instant());
  }

  /**
   * How long until the time at which the caller is told to come: to the end of the line where it
   * has just come, and in its turn where it was told this time. Empty where it may go and take a
   * turn.
   *
   * @param stoodInLine whether the caller has come at a time that it was told
   */
  Optional<Duration> line(Pace pace, String key, String route, boolean stoodInLine) {
    if (pace.isFree()) {
      return Optional.empty();
    }
    Instant now = clock.instant();
    Line line = line(pace, key, now);
    Instant told = stoodInLine ? line.comeAgain(pace, route, now) : line.enter(pace, route, now);
    return Optional.of(Duration.between(now, told)).filter(Duration::isPositive);
  }

  /**
   * Takes a turn: how long the caller must wait before its call. Where that is longer than the pace
   * lets it wait, no turn is taken, and it stands in line.
   *
   * @param stoodInLine whether the caller has come at a time that it was told
   */
  Duration turn(Pace pace, String key, String route, boolean stoodInLine) {
    Instant now = clock.instant();
    Line line = line(pace, key, now);
    if (pace.isFree()) {
      return wait(now, line.paused());
    }
    Instant entered = stoodInLine ? now : line.enter(pace, route, now);
    return entered.isAfter(now)
        ? wait(now, entered)
        : wait(now, line.turn(pace, route, stoodInLine, now));
  }

  private static Duration wait(Instant now, Instant until) {
    return until.isAfter(now) ? Duration.between(now, until) : Duration.ZERO;
  }

  /** Holds the calls of a key back: the destination said wait. */
  void pauseFor(String key, Duration wait) {
    line(key).pauseUntil(clock.instant().plus(wait));
  }

  /** Holds all calls back. */
  synchronized void pauseFor(Duration wait) {
    Instant until = clock.instant().plus(wait);
    paused = until.isAfter(paused) ? until : paused;
    lines.values().forEach(line -> line.pauseUntil(paused));
  }

  /** How many keys are remembered. */
  synchronized int keys() {
    return lines.size();
  }

  /** Keys may be made of what events say: those that are idle are forgotten. */
  private synchronized Line line(Pace pace, String key, Instant now) {
    if (lines.size() >= many) {
      lines.values().removeIf(line -> line.isIdle(pace, now));
      many = Math.max(MANY, 2 * lines.size());
    }
    return line(key);
  }

  private synchronized Line line(String key) {
    return lines.computeIfAbsent(
        key,
        _ -> {
          Line line = new Line();
          line.pauseUntil(paused);
          return line;
        });
  }
}
