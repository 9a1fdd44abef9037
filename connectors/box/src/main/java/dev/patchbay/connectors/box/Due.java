package dev.patchbay.connectors.box;

import dev.patchbay.core.event.Event;
import dev.patchbay.core.json.BindingException;
import dev.patchbay.core.json.Durations;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;

/** When a task is due: the same at each attempt. */
final class Due {
  private Due() {}

  /**
   * Reads {@code 2026-12-01T10:00:00Z}, {@code 2026-12-01} (until its end, UTC) and {@code 3d}
   * (from the event's time on).
   *
   * @throws Refused for anything else
   */
  static Optional<OffsetDateTime> at(String due, Event event) {
    if (due == null || due.isBlank()) {
      return Optional.empty();
    }
    try {
      OffsetDateTime at = read(due.strip(), event);
      if (at.getYear() <= 9999) { // four digits are what Box reads
        return Optional.of(at);
      }
    } catch (DateTimeException | ArithmeticException | BindingException _) {
      // as below
    }
    throw Refused.rejected(
        "task.due is neither a time (2026-12-01T10:00:00Z), nor a date, nor a duration (3d)");
  }

  private static OffsetDateTime read(String due, Event event) {
    if (due.matches("\\d+[a-z]+")) {
      return OffsetDateTime.parse(event.time()).plus(Durations.parse(due));
    }
    return due.length() > 10
        ? OffsetDateTime.parse(due)
        : LocalDate.parse(due).atTime(LocalTime.of(23, 59, 59)).atOffset(ZoneOffset.UTC);
  }
}
