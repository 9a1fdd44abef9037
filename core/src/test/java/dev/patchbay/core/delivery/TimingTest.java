package dev.patchbay.core.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.patchbay.core.event.Severity;
import dev.patchbay.core.json.Durations;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimingTest {
  private static Timing quiet(Map<String, Object> quiet) {
    return Timing.of(Map.of("connector", "slack", "quiet", quiet));
  }

  private static String told(Timing timing, String now, Severity severity) {
    return timing.quietUntil(Instant.parse(now), severity).map(Instant::toString).orElse("now");
  }

  @ParameterizedTest
  @CsvSource({
    "2026-11-23T20:59:59Z, now", // 21:59:59 in Berlin
    "2026-11-23T21:00:00Z, 2026-11-24T06:00:00Z",
    "2026-11-24T01:30:00Z, 2026-11-24T06:00:00Z",
    "2026-11-24T05:59:59Z, 2026-11-24T06:00:00Z",
    "2026-11-24T06:00:00Z, now",
    "2026-03-28T22:00:00Z, 2026-03-29T05:00:00Z", // the night of an hour less
    "2026-10-24T21:00:00Z, 2026-10-25T06:00:00Z" // the night of an hour more
  })
  void waitsForTheEndOfANight(String now, String told) {
    Timing timing = quiet(Map.of("from", "22:00", "to", "07:00", "zone", "Europe/Berlin"));

    assertThat(told(timing, now, Severity.ERROR)).isEqualTo(told);
    assertThat(told(timing, now, Severity.CRITICAL)).isEqualTo("now");
  }

  /**
   * Berlin's clocks skip from 2:00 to 3:00 on 29 March 2026, and show 2:00 to 3:00 twice on 25
   * October.
   */
  @ParameterizedTest
  @CsvSource({
    "2026-03-29T00:30:00Z, 2026-03-29T01:00:00Z", // 1:30; clocks never show 2:30
    "2026-03-29T01:00:00Z, now",
    "2026-10-24T23:30:00Z, 2026-10-25T00:30:00Z", // 1:30
    "2026-10-25T00:10:00Z, 2026-10-25T00:30:00Z", // 2:10, the first
    "2026-10-25T00:40:00Z, now",
    "2026-10-25T01:10:00Z, 2026-10-25T01:30:00Z", // 2:10, the second
    "2026-10-25T01:30:00Z, now"
  })
  void endsAtATimeToComeWhereClocksChangeAtTheEnd(String now, String told) {
    Timing timing = quiet(Map.of("from", "22:00", "to", "02:30", "zone", "Europe/Berlin"));

    assertThat(told(timing, now, Severity.INFO)).isEqualTo(told);
  }

  @ParameterizedTest
  @CsvSource({
    "2026-11-27T23:00:00Z, 2026-11-30T07:00:00Z", // Friday night to Monday morning
    "2026-11-28T12:00:00Z, 2026-11-30T07:00:00Z",
    "2026-11-29T23:30:00Z, 2026-11-30T07:00:00Z",
    "2026-11-27T12:00:00Z, now"
  })
  void joinsNightsAndWeekends(String now, String told) {
    Timing timing = quiet(Map.of("from", "22:00", "to", "07:00", "weekends", true));

    assertThat(told(timing, now, Severity.INFO)).isEqualTo(told);
  }

  @Test
  void knowsHoursWithinADayAndASeverityOfItsOwn() {
    Timing timing = quiet(Map.of("from", "12:00", "to", "13:00", "except", "warning"));

    assertThat(told(timing, "2026-11-23T11:59:00Z", Severity.INFO)).isEqualTo("now");
    assertThat(told(timing, "2026-11-23T12:30:00Z", Severity.INFO))
        .isEqualTo("2026-11-23T13:00:00Z");
    assertThat(told(timing, "2026-11-23T12:30:00Z", Severity.WARNING)).isEqualTo("now");
    assertThat(told(timing, "2026-11-23T13:00:00Z", Severity.INFO)).isEqualTo("now");
  }

  @ParameterizedTest
  @CsvSource({
    "2026-11-23T10:00:00Z, 2026-11-23T10:05:00Z",
    "2026-11-23T10:04:59.999Z, 2026-11-23T10:05:00Z",
    "2026-11-23T21:57:00Z, 2026-11-24T07:00:00Z", // its end would be told in the night
    "2026-11-23T23:57:00Z, 2026-11-24T07:00:00Z"
  })
  void closesWindowsAtEvenTimesAndOutsideQuietHours(String now, String closes) {
    Timing timing =
        Timing.of(Map.of("digest", "5m", "quiet", Map.of("from", "22:00", "to", "07:00")));

    assertThat(timing.closes(Instant.parse(now), Severity.INFO)).hasToString(closes);
  }

  @Test
  void saysWhatIsWrong() {
    assertThatThrownBy(() -> Timing.of(Map.of("digest", "5 minutes")))
        .hasMessageContaining("$.digest")
        .hasMessageContaining("30s, 15m");
    assertThatThrownBy(() -> Timing.of(Map.of("digest", "1s"))).hasMessageContaining("10s to 12h");
    assertThatThrownBy(() -> Timing.of(Map.of("quiet", "night")))
        .hasMessageContaining("{from: \"22:00\"");
    assertThatThrownBy(() -> quiet(Map.of("from", "25:00", "to", "07:00")))
        .hasMessageContaining("from")
        .hasMessageContaining("time of day");
    assertThatThrownBy(() -> quiet(Map.of("from", "22:00", "to", "07:00", "zone", "Mars")))
        .hasMessageContaining("time zone");
    assertThatThrownBy(() -> quiet(Map.of("from", "22:00", "to", "22:00")))
        .hasMessageContaining("differ");
    assertThatThrownBy(() -> quiet(Map.of("from", "22:00", "two", "07:00")))
        .hasMessageContaining("two");
  }

  @ParameterizedTest
  @CsvSource({
    "2026-11-27T12:00:00Z, 1h, 2026-11-27T13:00:00Z",
    "2026-11-27T21:30:00Z, 30m, 2026-11-27T22:00:00Z", // to the very beginning
    "2026-11-27T21:30:00Z, 1h, 2026-11-30T07:30:00Z", // Friday evening to Monday morning
    "2026-11-28T12:00:00Z, 1h, 2026-11-30T08:00:00Z",
    "2026-11-23T07:00:00Z, 24h, 2026-11-24T16:00:00Z",
    "2026-11-26T12:00:00Z, 26h, 2026-11-30T08:00:00Z",
    "2026-11-23T23:00:00Z, 0s, 2026-11-24T07:00:00Z"
  })
  void countsNoQuietHours(Instant from, String loud, Instant end) {
    Timing timing = quiet(Map.of("from", "22:00", "to", "07:00", "weekends", true));

    assertThat(timing.after(from, Durations.parse(loud), Severity.INFO)).isEqualTo(end);
    assertThat(timing.after(from, Durations.parse(loud), Severity.CRITICAL))
        .isEqualTo(from.plus(Durations.parse(loud)));
  }

  @Test
  void countsNoQuietHoursAcrossAChangeOfClocks() {
    Timing timing = quiet(Map.of("from", "22:00", "to", "07:00", "zone", "Europe/Berlin"));
    assertThat(
            timing.after(Instant.parse("2026-03-28T20:00:00Z"), Duration.ofHours(2), Severity.INFO))
        .isEqualTo("2026-03-29T06:00:00Z");
  }

  @Test
  void knowsForHowLongNewsMayWaitBesides() {
    Timing nights = quiet(Map.of("from", "22:00", "to", "07:00"));
    assertThat(nights.longest(Duration.ofHours(1))).isEqualTo(Duration.ofHours(9));
    assertThat(nights.longest(Duration.ofHours(24))).isEqualTo(Duration.ofHours(18));
    Timing weekends = quiet(Map.of("from", "22:00", "to", "07:00", "weekends", true));
    assertThat(weekends.longest(Duration.ofHours(1))).isEqualTo(Duration.ofHours(57));
    Timing minutes = quiet(Map.of("from", "00:01", "to", "00:00"));
    assertThat(minutes.longest(Duration.ofHours(1)))
        .isBetween(Duration.ofDays(59), Duration.ofDays(60));
    assertThat(Timing.of(Map.of("digest", "5m")).longest(Duration.ofHours(1)))
        .isEqualTo(Duration.ofMinutes(5));
  }
}
