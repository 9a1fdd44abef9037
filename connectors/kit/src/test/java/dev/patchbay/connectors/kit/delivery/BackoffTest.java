package dev.patchbay.connectors.kit.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.core.catalog.ConnectorEntry.Retry;
import java.time.Duration;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackoffTest {
  private static final Retry RETRY =
      new Retry(12, Duration.ofHours(24), Duration.ofSeconds(5), Duration.ofHours(6));

  private final Backoff backoff = new Backoff(RETRY, new Random(1));

  private LongStream pauses(int attempts) {
    return LongStream.range(0, 2000).map(_ -> backoff.after(attempts).toMillis());
  }

  @ParameterizedTest
  @CsvSource({"1, 5000", "2, 20000", "3, 80000", "5, 1280000", "8, 21600000", "99, 21600000"})
  void multipliesTheBoundUntilTheLongest(int attempts, long bound) {
    assertThat(pauses(attempts).max().orElseThrow()).isBetween(bound * 9 / 10, bound);
  }

  @Test
  void spreadsOverTheWholeRangeButNeverAtOnce() {
    assertThat(pauses(3).min().orElseThrow()).isBetween(1000L, 2000L);
    assertThat(pauses(3).average().orElseThrow()).isBetween(36_000.0, 44_000.0);
  }

  @Test
  void makesTwelveAttemptsOverMostOfADay() {
    double hours = 0;
    for (int attempts = 1; attempts < RETRY.attempts(); attempts++) {
      hours += pauses(attempts).average().orElseThrow() / 3_600_000;
    }
    assertThat(hours).isBetween(14.0, 24.0);
  }

  @Test
  void onlyDoublesWherePausesThatDoubleLastTheAgeLimit() {
    Retry brief = new Retry(12, Duration.ofMinutes(30), Duration.ofSeconds(5), Duration.ofHours(6));
    assertThat(new Backoff(brief, new Random(1)).pauses().factor()).isEqualTo(2);
    Retry hour = new Retry(12, Duration.ofHours(2), Duration.ofSeconds(5), Duration.ofHours(6));
    assertThat(new Backoff(hour, new Random(1)).pauses().factor()).isBetween(2.0, 2.2);
  }
}
