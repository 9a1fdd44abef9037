package dev.patchbay.core.delivery;

import dev.patchbay.core.event.Severity;
import dev.patchbay.core.json.BindingException;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeParseException;
import java.time.zone.ZoneOffsetTransition;
import java.util.Optional;

/**
 * Hours in which staff are left in peace: a delivery waits for their end, unless its event is
 * severe enough.
 *
 * @param from time of day such as {@code 22:00}
 * @param to time of day; where it is not after {@code from}, that of the next day
 * @param zone IANA name such as {@code Europe/Berlin}; UTC where none is named
 * @param weekends whether all of Saturday and Sunday is quiet too
 * @param except from this severity on events are told at once; {@code critical} where none is named
 */
public record Quiet(String from, String to, String zone, boolean weekends, Severity except) {
  private static final int MOST_STEPS = 8;

  /** A plan of a day's length in hours that are quiet but for a minute of each day ends there. */
  private static final int MOST_STRETCHES = 100;

  public Quiet {
    zone = zone == null ? "UTC" : zone;
    except = except == null ? Severity.CRITICAL : except;
    if (time(from, "from").equals(time(to, "to"))) {
      throw new BindingException("$.to", "must differ from 'from'");
    }
    try {
      ZoneId.of(zone);
    } catch (DateTimeException e) {
      throw new BindingException(
          "$.zone", "'" + zone + "' is no time zone; write one like Europe/Berlin or UTC");
    }
  }

  private static LocalTime time(String text, String key) {
    try {
      return LocalTime.parse(text == null ? "" : text);
    } catch (DateTimeParseException e) {
      throw new BindingException("$." + key, "must be a time of day such as \"22:00\"");
    }
  }

  /** When what happens now may be told; empty where it may be told at once. */
  public Optional<Instant> until(Instant now, Severity severity) {
    if (severity.compareTo(except) >= 0) {
      return Optional.empty();
    }
    Instant end = now;
    // The end of one quiet stretch may lie in the next: a night that ends on a Saturday.
    for (int i = 0; i < MOST_STEPS; i++) {
      Instant next = end(end.atZone(ZoneId.of(zone)));
      if (next.equals(end)) {
        break;
      }
      end = next;
    }
    return end.equals(now) ? Optional.empty() : Optional.of(end);
  }

  /** When so much time has gone by since then that was not quiet. */
  Instant after(Instant from, Duration loud, Severity severity) {
    if (severity.compareTo(except) >= 0) {
      return from.plus(loud);
    }
    Instant at = from;
    Duration left = loud;
    for (int i = 0; i < MOST_STRETCHES; i++) {
      at = until(at, severity).orElse(at);
      Instant begin = begin(at.atZone(ZoneId.of(zone)));
      Duration free = Duration.between(at, begin);
      if (left.compareTo(free) <= 0) {
        return at.plus(left);
      }
      left = left.minus(free);
      at = begin;
    }
    return at;
  }

  /** When the next stretch begins after a time that lies in none. */
  private Instant begin(ZonedDateTime now) {
    LocalTime begin = LocalTime.parse(from);
    for (LocalDate day = now.toLocalDate(); ; day = day.plusDays(1)) {
      boolean isWeekend = weekends && day.getDayOfWeek().compareTo(DayOfWeek.SATURDAY) >= 0;
      Instant start =
          isWeekend ? day.atStartOfDay(now.getZone()).toInstant() : at(day.atTime(begin), now);
      if (start.isAfter(now.toInstant())) {
        return start;
      }
    }
  }

  /** The end of the stretch that the time lies in, or the time itself. */
  private Instant end(ZonedDateTime now) {
    LocalDate today = now.toLocalDate();
    if (weekends && now.getDayOfWeek().compareTo(DayOfWeek.SATURDAY) >= 0) {
      return today.plusDays(1).atStartOfDay(now.getZone()).toInstant();
    }
    LocalTime begin = LocalTime.parse(from);
    LocalTime finish = LocalTime.parse(to);
    LocalTime time = now.toLocalTime();
    boolean overnight = finish.isBefore(begin);
    if (overnight && !time.isBefore(begin)) {
      return at(today.plusDays(1).atTime(finish), now);
    }
    boolean inside = overnight || !time.isBefore(begin);
    return inside && time.isBefore(finish) ? at(today.atTime(finish), now) : now.toInstant();
  }

  /**
   * When clocks show a time. One that they skip in spring is the moment of the skip; of one that
   * they show twice in autumn, it is that of now's own offset, so that the end of a quiet stretch
   * never lies before what is still in it.
   */
  private static Instant at(LocalDateTime time, ZonedDateTime now) {
    ZoneOffsetTransition change = now.getZone().getRules().getTransition(time);
    return change != null && change.isGap()
        ? change.getInstant()
        : ZonedDateTime.ofLocal(time, now.getZone(), now.getOffset()).toInstant();
  }

  /** As a person writes it: {@code 22:00-07:00 Europe/Berlin}. */
  public String words() {
    return from + "-" + to + " " + zone + (weekends ? " and weekends" : "");
  }
}
