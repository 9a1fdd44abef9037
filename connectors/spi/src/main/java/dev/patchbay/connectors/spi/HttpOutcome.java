package dev.patchbay.connectors.spi;

import static java.time.format.DateTimeFormatter.RFC_1123_DATE_TIME;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What an HTTP status means where a destination's documents say nothing else. */
public final class HttpOutcome {
  private static final Duration UNSAID = Duration.ofSeconds(30);

  /** {@code Sun Nov 6 08:49:37 1994}. */
  private static final DateTimeFormatter ASCTIME =
      DateTimeFormatter.ofPattern("EEE MMM ppd HH:mm:ss yyyy", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

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
              .orElse(new Outcome.Retry(reason, true));
      case 401, 403, 410 -> new Outcome.Misconfigured(reason);
      case 408, 425 -> new Outcome.Retry(reason);
      default ->
          status >= 500 && status != 501
              ? new Outcome.Retry(reason, true)
              : new Outcome.Rejected(reason);
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
    return date(value, now)
        .map(at -> Duration.between(now, at))
        .map(until -> until.isNegative() ? Duration.ZERO : until);
  }

  /** RFC 9110, 5.6.7: the form of today and the two obsolete ones, which a recipient must read. */
  private static Optional<Instant> date(String value, Instant now) {
    return Stream.of(RFC_1123_DATE_TIME, rfc850(now), ASCTIME)
        .flatMap(form -> parsed(form, value).stream())
        .findFirst();
  }

  private static Optional<Instant> parsed(DateTimeFormatter form, String value) {
    try {
      return Optional.of(Instant.from(form.parse(value)));
    } catch (DateTimeException _) {
      return Optional.empty();
    }
  }

  /** {@code Sunday, 06-Nov-94 08:49:37 GMT}: two digits, for no year beyond 50 from now. */
  private static DateTimeFormatter rfc850(Instant now) {
    LocalDate earliest = LocalDate.ofInstant(now, ZoneOffset.UTC).minusYears(49);
    return new DateTimeFormatterBuilder()
        .appendPattern("EEEE, dd-MMM-")
        .appendValueReduced(ChronoField.YEAR, 2, 2, earliest)
        .appendPattern(" HH:mm:ss 'GMT'")
        .toFormatter(Locale.ENGLISH)
        .withZone(ZoneOffset.UTC);
  }
}
