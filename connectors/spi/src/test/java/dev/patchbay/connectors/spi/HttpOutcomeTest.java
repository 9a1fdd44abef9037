package dev.patchbay.connectors.spi;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HttpOutcomeTest {
  private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");
  private static final Receipt RECEIPT = new Receipt("r-1");

  private static Outcome of(int status, String retryAfter) {
    return HttpOutcome.of(status, retryAfter, NOW, RECEIPT);
  }

  @ParameterizedTest
  @CsvSource({
    "200, Delivered",
    "202, Delivered",
    "302, Rejected",
    "400, Rejected",
    "401, Misconfigured",
    "403, Misconfigured",
    "404, Rejected",
    "408, Retry",
    "410, Misconfigured",
    "413, Rejected",
    "425, Retry",
    "429, Throttled",
    "500, Retry",
    "501, Rejected",
    "503, Retry",
    "599, Retry"
  })
  void readsAStatus(int status, String outcome) {
    assertThat(of(status, null).getClass().getSimpleName()).isEqualTo(outcome);
  }

  @Test
  void handsTheReceiptOn() {
    assertThat(of(201, null)).isEqualTo(new Outcome.Delivered(RECEIPT));
  }

  @Test
  void waitsHalfAMinuteWhereNothingIsSaid() {
    assertThat(of(429, "soon"))
        .isEqualTo(new Outcome.Throttled(Duration.ofSeconds(30), "HTTP 429"));
  }

  @Test
  void takesAServerThatSaysWhenToComeBackAtItsWord() {
    assertThat(of(503, "120")).isEqualTo(new Outcome.Throttled(Duration.ofMinutes(2), "HTTP 503"));
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "17, PT17S",
        "` 1.5 `, PT1.5S",
        "`Mon, 23 Nov 2026 10:01:00 GMT`, PT1M",
        "`Monday, 23-Nov-26 10:01:00 GMT`, PT1M",
        "`Saturday, 23-Nov-75 10:01:00 GMT`, PT429528H1M",
        "`Monday, 23-Nov-81 10:01:00 GMT`, PT0S",
        "`Mon Nov 23 10:01:00 2026`, PT1M",
        "`Wed Dec  2 10:00:00 2026`, PT216H",
        "`Mon, 23 Nov 2026 09:00:00 GMT`, PT0S"
      })
  void readsSecondsAndDates(String header, Duration after) {
    assertThat(HttpOutcome.retryAfter(header, NOW)).contains(after);
  }

  @ParameterizedTest
  @CsvSource({"''", "-1", "99999999999", "tomorrow"})
  void findsNoTimeInAnythingElse(String header) {
    assertThat(HttpOutcome.retryAfter(header, NOW)).isEmpty();
  }
}
