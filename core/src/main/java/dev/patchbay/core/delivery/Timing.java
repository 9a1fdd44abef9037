package dev.patchbay.core.delivery;

import dev.patchbay.core.event.Severity;
import dev.patchbay.core.json.BindingException;
import dev.patchbay.core.json.Json;
import dev.patchbay.core.json.Records;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * When a delivery's news is told: one by one or summed up, at once or after quiet hours.
 *
 * @param digest of what comes in such a window one message is made; null where each is told
 * @param quiet hours in which nothing is told; null where there are none
 */
public record Timing(Duration digest, Quiet quiet) {
  /** The keys of a delivery that say it. */
  public static final Set<String> KEYS = Set.of("digest", "quiet");

  private static final Duration SHORTEST = Duration.ofSeconds(10);
  private static final Duration LONGEST = Duration.ofHours(12);

  /** Any will do, but for the days on which clocks change. */
  private static final Instant A_WEEK = Instant.parse("2026-01-05T00:00:00Z");

  private static final int HOURS_OF_A_WEEK = 168;

  public Timing {
    if (digest != null && (digest.compareTo(SHORTEST) < 0 || digest.compareTo(LONGEST) > 0)) {
      throw new BindingException("$.digest", "must be from 10s to 12h, such as 5m");
    }
  }

  /**
   * What a delivery says.
   *
   * @throws BindingException with the path below the delivery of what is wrong
   */
  public static Timing of(Map<String, Object> delivery) {
    Map<String, Object> said = new LinkedHashMap<>(delivery);
    said.keySet().retainAll(KEYS);
    if (said.get("quiet") != null && !(said.get("quiet") instanceof Map<?, ?>)) {
      throw new BindingException(
          "$.quiet", "is like {from: \"22:00\", to: \"07:00\", zone: Europe/Berlin}");
    }
    if (said.get("quiet") instanceof Map<?, ?> quiet) {
      said.put("quiet", Json.object(quiet));
    }
    return Records.bind(said, Timing.class);
  }

  /**
   * For how much longer than this news may wait at most because the route asks for it: the window
   * of its digest, and all quiet hours that lie between.
   *
   * @param loud time that does count
   */
  public Duration longest(Duration loud) {
    Duration window = digest == null ? Duration.ZERO : digest;
    if (quiet == null) {
      return window;
    }
    Duration longest = Duration.ZERO;
    for (int hour = 0; hour < HOURS_OF_A_WEEK; hour++) {
      Instant start = A_WEEK.plus(Duration.ofHours(hour));
      Duration all = Duration.between(start, after(start, loud, Severity.DEBUG));
      longest = all.compareTo(longest) > 0 ? all : longest;
    }
    return window.plus(longest.minus(loud));
  }

  /** When so much time has gone by since then in which news may be told. */
  public Instant after(Instant from, Duration loud, Severity severity) {
    return quiet == null ? from.plus(loud) : quiet.after(from, loud, severity);
  }

  /** Whether each is told at once. */
  public boolean isPlain() {
    return digest == null && quiet == null;
  }

  /** When news that comes now may be told by itself; empty where that is now. */
  public Optional<Instant> quietUntil(Instant now, Severity severity) {
    return quiet == null ? Optional.empty() : quiet.until(now, severity);
  }

  /** When the window closes into which news of this time falls; only where there is a digest. */
  public Instant closes(Instant now, Severity severity) {
    long length = digest.toMillis();
    Instant end = Instant.ofEpochMilli(Math.floorDiv(now.toEpochMilli(), length) * length + length);
    return quietUntil(now, severity).or(() -> quietUntil(end, severity)).orElse(end);
  }

  /** {@code , summed up every 5m, quiet at 22:00-07:00 UTC}; empty where neither is said. */
  public String words() {
    return (digest == null
            ? ""
            : ", summed up every " + dev.patchbay.core.json.Durations.format(digest))
        + (quiet == null ? "" : ", quiet at " + quiet.words());
  }
}
