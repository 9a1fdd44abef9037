package dev.patchbay.connectors.kit;

import dev.patchbay.core.catalog.ConnectorEntry.Retry;
import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * The pause before the next attempt: exponential with full jitter
 * (https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/).
 */
record Backoff(Retry retry, RandomGenerator random) {
  private static final Duration SHORTEST = Duration.ofSeconds(1);

  /**
   * @param attempts made so far, the one that just failed included
   */
  Duration after(int attempts) {
    int doublings = Math.min(30, Math.max(0, attempts - 1));
    long bound = Math.min(retry.longest().toMillis(), retry.first().toMillis() << doublings);
    long pause = random.nextLong(Math.max(1, bound) + 1);
    return Duration.ofMillis(Math.max(SHORTEST.toMillis(), pause));
  }
}
