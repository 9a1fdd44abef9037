package dev.patchbay.webhooks.signature;

import dev.patchbay.core.catalog.SourceEntry.TimeFormat;
import dev.patchbay.core.catalog.SourceEntry.Timestamp;
import dev.patchbay.webhooks.reading.Reading;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;

/** When a request says it was signed. Thread-safe. */
final class SignedTime {
  private final Values values;
  private final TimeFormat format;
  private final Duration tolerance;

  private SignedTime(Timestamp from) {
    this.values = Values.of(from.at(), from.separator(), from.prefix());
    this.format = from.format();
    this.tolerance = from.tolerance();
  }

  static SignedTime of(Timestamp from) {
    return new SignedTime(from);
  }

  /** The time as it is written in the request, or null. */
  String text(Reading reading) {
    List<String> found = values.read(reading);
    return found.isEmpty() ? null : found.getFirst();
  }

  Signing.Verdict verdict(Reading reading) {
    Instant at = parse(text(reading));
    if (at == null) {
      return Signing.Verdict.BAD;
    }
    return Duration.between(at, reading.now()).abs().compareTo(tolerance) > 0
        ? Signing.Verdict.STALE
        : Signing.Verdict.HELD;
  }

  private Instant parse(String text) {
    try {
      return text == null
          ? null
          : switch (format) {
            case SECONDS -> Instant.ofEpochSecond(Long.parseLong(text));
            case MILLIS -> Instant.ofEpochMilli(Long.parseLong(text));
            case ISO -> OffsetDateTime.parse(text).toInstant();
            case HTTP -> Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(text));
          };
    } catch (NumberFormatException | DateTimeException _) {
      return null;
    }
  }

  void write(Draft draft) {
    Instant now = draft.now();
    values.write(
        draft,
        draft.reading(),
        switch (format) {
          case SECONDS -> Long.toString(now.getEpochSecond());
          case MILLIS -> Long.toString(now.toEpochMilli());
          case ISO -> now.toString();
          case HTTP -> DateTimeFormatter.RFC_1123_DATE_TIME.format(now.atOffset(ZoneOffset.UTC));
        });
  }
}
