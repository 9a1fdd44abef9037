package dev.patchbay.connectors.kit;

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
  @CsvSource({"1, 5000", "2, 10000", "5, 80000", "12, 10240000", "14, 21600000", "99, 21600000"})
  void doublesTheBoundUntilTheLongest(int attempts, long bound) {
    assertThat(pauses(attempts).max().orElseThrow()).isBetween(bound * 9 / 10, bound);
  }

  @Test
  void spreadsOverTheWholeRangeButNeverAtOnce() {
    assertThat(pauses(5).min().orElseThrow()).isBetween(1000L, 2000L);
    assertThat(pauses(5).average().orElseThrow()).isBetween(36_000.0, 44_000.0);
  }
}
