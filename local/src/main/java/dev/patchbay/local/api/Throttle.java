package dev.patchbay.local.api;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * The token bucket by which API Gateway throttles a route
 * (https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-throttling.html): so many
 * requests at once, and so many a second from then on. Thread-safe.
 */
public final class Throttle {
  private final int burst;
  private final double perSecond;
  private final InstantSource clock;
  private double tokens;
  private Instant filled;

  /**
   * @param burst requests that may come at once, 1 or more
   * @param perSecond requests a second that it takes for ever, more than 0
   */
  public Throttle(int burst, double perSecond, InstantSource clock) {
    this.burst = burst;
    this.perSecond = perSecond;
    this.clock = clock;
    this.tokens = burst;
    this.filled = clock.instant();
  }

  /** Whether one more request may pass now. */
  public synchronized boolean takes() {
    Instant now = clock.instant();
    double passed = Duration.between(filled, now).toNanos() / 1e9;
    if (passed > 0) {
      tokens = Math.min(burst, tokens + passed * perSecond);
      filled = now;
    }
    if (tokens < 1) {
      return false;
    }
    tokens--;
    return true;
  }
}
