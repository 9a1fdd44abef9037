package dev.patchbay.connectors.kit;

import dev.patchbay.core.catalog.ConnectorEntry.Retry;
import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * The pause before the next attempt: exponential with full jitter
 * (https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/).
 *
 * <p>The bounds grow from the first to the longest by the factor from 2 to 4 that spreads the
 * attempts over the age limit, as far as that can be: pauses that only double would have used
 * twelve attempts up within hours.
 *
 * @param factor by which each bound is more than the one before
 */
record Backoff(Retry retry, RandomGenerator random, double factor) {
  private static final Duration SHORTEST = Duration.ofSeconds(1);
  private static final double LEAST = 2;
  private static final double MOST = 4;

  Backoff(Retry retry, RandomGenerator random) {
    this(retry, random, factor(retry));
  }

  /**
   * @param attempts made so far, the one that just failed included
   */
  Duration after(int attempts) {
    long pause = random.nextLong(Math.max(1, (long) bound(retry, factor, attempts)) + 1);
    return Duration.ofMillis(Math.max(SHORTEST.toMillis(), pause));
  }

  /** Milliseconds. */
  private static double bound(Retry retry, double factor, int attempts) {
    double bound = retry.first().toMillis() * Math.pow(factor, Math.max(0, attempts - 1));
    return Math.min(retry.longest().toMillis(), bound);
  }

  /** The least factor by which the pauses, half their bounds on average, last the age limit. */
  private static double factor(Retry retry) {
    double low = LEAST;
    double high = MOST;
    while (high - low > 0.01) {
      double middle = (low + high) / 2;
      if (average(retry, middle) < retry.within().toMillis()) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return average(retry, LEAST) < retry.within().toMillis() ? high : LEAST;
  }

  private static double average(Retry retry, double factor) {
    double sum = 0;
    for (int attempts = 1; attempts < retry.attempts(); attempts++) {
      sum += bound(retry, factor, attempts) / 2;
    }
    return sum;
  }
}
