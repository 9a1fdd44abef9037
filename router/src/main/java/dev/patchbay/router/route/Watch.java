package dev.patchbay.router.route;

import dev.patchbay.core.json.BindingException;
import java.time.Duration;

/**
 * What of a source is to raise an alarm: that it has gone quiet, or that its signatures fail.
 *
 * @param source of the catalog
 * @param quietFor so long without an event is an alarm: from 10m to 24h in steps of 5m, beyond that
 *     up to 7d in whole hours; null where no such time is stated
 * @param learned whether CloudWatch is to learn how much the source usually says, and tell of less
 * @param badSignatures so many webhooks within a quarter of an hour whose signature is missing,
 *     wrong or stale are an alarm; null where none is wanted
 */
public record Watch(String source, Duration quietFor, boolean learned, Integer badSignatures) {
  private static final Duration SHORTEST = Duration.ofMinutes(10);
  private static final Duration STEP = Duration.ofMinutes(5);
  private static final Duration HOUR = Duration.ofHours(1);

  /**
   * How far back an alarm looks: a day at most, or a week where its periods are an hour or more
   * (https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html).
   */
  private static final Duration DAY = Duration.ofDays(1);

  private static final Duration WEEK = Duration.ofDays(7);

  public Watch {
    if (source == null) {
      throw new BindingException("$", "needs 'source', the name of a source of the catalog");
    }
    if (quietFor == null && !learned && badSignatures == null) {
      throw new BindingException(
          "$", "says nothing to watch for; add quietFor: 6h, learned: true or badSignatures: 5");
    }
    if (badSignatures != null && badSignatures < 1) {
      throw new BindingException("$.badSignatures", "must be at least 1");
    }
    if (quietFor != null) {
      check(quietFor);
    }
  }

  private static void check(Duration quietFor) {
    if (quietFor.compareTo(SHORTEST) < 0 || quietFor.compareTo(WEEK) > 0) {
      throw new BindingException(
          "$.quietFor", "must be from 10m to 7d, which is as far back as CloudWatch looks");
    }
    if (quietFor.compareTo(DAY) <= 0 && !isMultiple(quietFor, STEP)) {
      throw new BindingException(
          "$.quietFor", "must be a multiple of 5m up to a day, such as 15m or 6h");
    }
    if (quietFor.compareTo(DAY) > 0 && !isMultiple(quietFor, HOUR)) {
      throw new BindingException(
          "$.quietFor", "must be whole hours beyond a day, such as 36h or 3d: CloudWatch's rule");
    }
  }

  private static boolean isMultiple(Duration time, Duration of) {
    return time.toMillis() % of.toMillis() == 0;
  }

  /** The periods by which silence is measured. */
  public Duration period() {
    return quietFor.compareTo(DAY) > 0 ? HOUR : STEP;
  }
}
