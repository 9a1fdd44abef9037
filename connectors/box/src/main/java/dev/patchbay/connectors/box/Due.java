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
   * Reads {@code 2026-12-01T10:00:00Z}, {@code 2026-12-01} (until its end, UTC) and {@code 3d} (from
   * the event's time on).
   *
   * @throws Refused for anything else
   */
  static Optional<OffsetDateTime> at(String due, Event event) {
    if (due == null || due.isBlank()) {
      return Optional.empty();
    }
    String text = due.strip();
    try {
      if (text.matches("\\d+[a-z]+")) {
        return Optional.of(OffsetDateTime.parse(event.time()).plus(Durations.parse(text)));
      }
      return Optional.of(
          text.length() > 10
              ? OffsetDateTime.parse(text)
              : LocalDate.parse(text).atTime(LocalTime.of(23, 59, 59)).atOffset(ZoneOffset.UTC));
    } catch (DateTimeException | ArithmeticException | BindingException _) {
      throw Refused.rejected(
          "task.due is neither a time (2026-12-01T10:00:00Z), nor a date, nor a duration (3d)");
    }
  }
}
