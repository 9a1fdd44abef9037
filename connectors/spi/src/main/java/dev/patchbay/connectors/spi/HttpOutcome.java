package dev.patchbay.connectors.spi;

import static java.time.format.DateTimeFormatter.RFC_1123_DATE_TIME;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/** What an HTTP status means where a destination's documents say nothing else. */
public final class HttpOutcome {
  private static final Duration UNSAID = Duration.ofSeconds(30);

  private HttpOutcome() {}

  /**
   * The outcome of an answer.
   *
   * @param retryAfter the Retry-After header or null: seconds, or an HTTP date (RFC 9110, 10.2.3)
   * @param now for a date
   */
  public static Outcome of(int status, String retryAfter, Instant now, Receipt receipt) {
    String reason = "HTTP " + status;
    if (status >= 200 && status < 300) {
      return new Outcome.Delivered(receipt);
    }
    return switch (status) {
      case 429 -> new Outcome.Throttled(retryAfter(retryAfter, now).orElse(UNSAID), reason);
      case 503 ->
          retryAfter(retryAfter, now)
              .<Outcome>map(after -> new Outcome.Throttled(after, reason))
              .orElse(new Outcome.Retry(reason));
      case 401, 403, 410 -> new Outcome.Misconfigured(reason);
      case 408, 425 -> new Outcome.Retry(reason);
      default ->
          status >= 500 && status != 501 ? new Outcome.Retry(reason) : new Outcome.Rejected(reason);
    };
  }

  /**
   * A Retry-After header's time from now; empty where it is absent or neither seconds nor a date.
   */
  public static Optional<Duration> retryAfter(String header, Instant now) {
    if (header == null || header.isBlank()) {
      return Optional.empty();
    }
    String value = header.strip();
    if (value.matches("\\d{1,9}(\\.\\d{1,9})?")) {
      return Optional.of(Duration.ofMillis((long) Math.ceil(Double.parseDouble(value) * 1000)));
    }
    try {
      Duration until = Duration.between(now, Instant.from(RFC_1123_DATE_TIME.parse(value)));
      return Optional.of(until.isNegative() ? Duration.ZERO : until);
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }
}
