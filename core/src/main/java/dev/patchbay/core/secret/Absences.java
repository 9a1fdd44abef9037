package dev.patchbay.core.secret;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Names of secrets that do not exist. They come from URLs, so a stranger makes as many as he likes:
 * no more than a thousand are remembered, the oldest given up first, and how often Secrets Manager
 * is asked for one more is bounded, at $0.05 for 10,000 calls. Thread-safe.
 */
final class Absences {
  private static final int REMEMBERED = 1000;
  private static final double AT_ONCE = 100;
  private static final double A_SECOND = 1;

  private final Map<String, Instant> names =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Instant> eldest) {
          return size() > REMEMBERED;
        }
      };

  private double left = AT_ONCE;
  private Instant filled = Instant.MIN;

  /** Whether it was found out no longer ago than that. */
  synchronized boolean has(String name, Duration age, Instant now) {
    Instant at = names.get(name);
    return at != null && at.plus(age).isAfter(now);
  }

  /**
   * That a name nobody has seen yet is asked for; one that turns out to exist costs nothing of what
   * is left.
   *
   * @throws UnknownSecretsException where too many did not exist
   */
  synchronized void admit(String name, Instant now) {
    if (now.isAfter(filled)) {
      double seconds =
          filled.equals(Instant.MIN) ? 0 : Duration.between(filled, now).toMillis() / 1e3;
      left = Math.min(AT_ONCE, left + seconds * A_SECOND);
      filled = now;
    }
    if (left < 1) {
      throw new UnknownSecretsException(name);
    }
  }

  synchronized void add(String name, Instant now) {
    names.remove(name);
    names.put(name, now);
    left = Math.max(0, left - 1);
  }

  synchronized void remove(String name) {
    names.remove(name);
  }
}
