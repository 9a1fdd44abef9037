package dev.patchbay.local.aws.cloudwatch;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * What was measured, by the minute, of the metrics that an alarm is on. In memory, and for as long
 * as an alarm can look back. Thread-safe.
 */
final class Metrics {
  static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration KEPT = Duration.ofDays(7).plus(MINUTE);

  /** What a metric came to in a stretch of time. */
  record Measured(double sum, double largest) {
    Measured and(Measured other) {
      return new Measured(sum + other.sum, Math.max(largest, other.largest));
    }
  }

  private final Map<Metric, NavigableMap<Long, Measured>> wanted = new ConcurrentHashMap<>();

  /** From now on keeps what is measured of a metric; nothing else is kept. */
  void want(Metric metric) {
    wanted.computeIfAbsent(metric, _ -> new ConcurrentSkipListMap<>());
  }

  boolean isWanted(Metric metric) {
    return wanted.containsKey(metric);
  }

  void add(Metric metric, Instant at, double value) {
    NavigableMap<Long, Measured> minutes = wanted.get(metric);
    if (minutes != null) {
      minutes.merge(minute(at), new Measured(value, value), Measured::and);
    }
  }

  /** What was measured between two times, the second exclusive; empty where nothing was. */
  Optional<Measured> between(Metric metric, Instant from, Instant to) {
    return wanted.get(metric).subMap(minute(from), minute(to)).values().stream()
        .reduce(Measured::and);
  }

  /** Drops what no alarm can look back to. */
  void forget(Instant now) {
    wanted.values().forEach(minutes -> minutes.headMap(minute(now.minus(KEPT))).clear());
  }

  private static long minute(Instant at) {
    return Math.floorDiv(at.getEpochSecond(), MINUTE.toSeconds());
  }
}
