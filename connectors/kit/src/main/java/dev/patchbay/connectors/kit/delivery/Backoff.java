package dev.patchbay.connectors.kit.delivery;

import dev.patchbay.core.catalog.ConnectorEntry.Retry;
import dev.patchbay.core.delivery.Pauses;
import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * The pause before the next attempt: exponential with full jitter
 * (https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/).
 */
record Backoff(Pauses pauses, RandomGenerator random) {
  private static final Duration SHORTEST = Duration.ofSeconds(1);

  Backoff(Retry retry, RandomGenerator random) {
    this(Pauses.of(retry), random);
  }

  Retry retry() {
    return pauses.retry();
  }

  /**
   * @param attempts made so far, the one that just failed included
   */
  Duration after(int attempts) {
    long pause = random.nextLong(Math.max(1, pauses.bound(attempts).toMillis()) + 1);
    return Duration.ofMillis(Math.max(SHORTEST.toMillis(), pause));
  }
}
