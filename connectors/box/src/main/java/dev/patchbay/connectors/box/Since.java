package dev.patchbay.connectors.box;

import dev.patchbay.core.event.Event;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;

/** From when on something at Box may be the work of a delivery's earlier attempt. */
final class Since {
  /** Between Box's clock and ours. */
  private static final Duration SKEW = Duration.ofMinutes(1);

  private Since() {}

  /** A little before the event was received; never, where that is not known. */
  static Instant of(Event event) {
    try {
      return Instant.parse(event.receivedAt()).minus(SKEW);
    } catch (DateTimeParseException _) {
      return Instant.MAX;
    }
  }

  static boolean isAfter(OffsetDateTime at, Instant since) {
    return at != null && !at.toInstant().isBefore(since);
  }
}
