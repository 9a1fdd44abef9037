package dev.patchbay.core.delivery;

import dev.patchbay.core.catalog.ConnectorEntry.Retry;
import java.time.Duration;

/**
 * How long the pauses between the attempts of a delivery may be.
 *
 * <p>The bounds grow from the first to the longest by the factor from 2 to 4 that spreads the
 * attempts over the age limit, as far as that can be: pauses that only double would have used
 * twelve attempts up within hours.
 *
 * @param factor by which each bound is more than the one before
 */
public record Pauses(Retry retry, double factor) {
  private static final double LEAST = 2;
  private static final double MOST = 4;

  /** The pauses of an entry's plan. */
  public static Pauses of(Retry retry) {
    return new Pauses(retry, factor(retry));
  }

  /**
   * The longest that the next pause may be.
   *
   * @param attempts made so far, the one that just failed included
   */
  public Duration bound(int attempts) {
    return Duration.ofMillis((long) bound(retry, factor, attempts));
  }

  /** How long so many attempts take where each pause is as long as it may be. */
  public Duration all(int attempts) {
    Duration all = Duration.ZERO;
    for (int made = 1; made < attempts; made++) {
      all = all.plus(bound(made));
    }
    return all;
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
