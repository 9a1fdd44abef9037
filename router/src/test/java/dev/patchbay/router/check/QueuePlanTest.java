package dev.patchbay.router.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.router.TestCatalog;
import dev.patchbay.router.route.Route;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is said of a retry plan that the template's queue does not leave room for. */
final class QueuePlanTest {
  private static final String ROUTES =
      """
      routes:
        - name: one
          when: {source: github}
          deliver:
            - slack: {channel: "#dev"}
      """;

  private static RouteReport.Line line(Duration visibility, long receives, Duration retention) {
    QueuePlan queue = new QueuePlan(visibility, receives, retention);
    return RouteReport.of(TestCatalog.routes(ROUTES), TestCatalog.read(), _ -> queue)
        .lines()
        .getFirst();
  }

  @Test
  void aQueueWithRoomEnoughCutsNothing() {
    RouteReport.Line line = line(Duration.ofMinutes(6), 1000, Duration.ofDays(14));
    assertThat(line.cuts()).isEmpty();
    assertThat(line.fate()).startsWith("at most 12 attempts over 24 h");
  }

  @Test
  void fewerReceivesThanAttemptsAreSaidAndCounted() {
    RouteReport.Line line = line(Duration.ofHours(6), 5, Duration.ofDays(14));
    assertThat(line.fate()).startsWith("at most 5 attempts over 24 h");
    assertThat(line.cuts())
        .singleElement()
        .asString()
        .contains("5 receives")
        .contains("maxReceiveCount")
        .contains("12 attempts");
  }

  @Test
  void aRetentionShorterThanThePlanIsSaidAndCounted() {
    RouteReport.Line line = line(Duration.ofMinutes(6), 1000, Duration.ofHours(4));
    assertThat(line.fate()).startsWith("at most 12 attempts over 4 h");
    assertThat(line.cuts())
        .singleElement()
        .asString()
        .contains("MessageRetentionPeriod")
        .contains("4 h")
        .contains("24 h");
  }

  @Test
  void timeInQuietHoursEatsOfTheRetention() {
    List<Route> routes =
        TestCatalog.routes(
            ROUTES + "        quiet: {from: \"22:00\", to: \"07:00\", weekends: true}\n");
    QueuePlan queue = new QueuePlan(Duration.ofMinutes(6), 1000, Duration.ofHours(80));
    RouteReport.Line line =
        RouteReport.of(routes, TestCatalog.read(), _ -> queue).lines().getFirst();
    assertThat(line.fate()).startsWith("at most 12 attempts over 14 h");
    assertThat(line.cuts()).singleElement().asString().contains("80 h").contains("90 h");
  }

  @Test
  void crashesThatUseUpTheReceivesBeforeThePlanEndsAreSaid() {
    RouteReport.Line line = line(Duration.ofSeconds(30), 20, Duration.ofDays(14));
    assertThat(line.cuts())
        .singleElement()
        .asString()
        .contains("crashes")
        .contains("10 min")
        .contains("24 h");
  }

  @Test
  void theLastAttemptComesWhenThePausesAreAsLongAsTheyMayBe() {
    // 2 s, and seven times four times the one before, and then 4 h, four times.
    RouteReport.Line line = line(Duration.ofMinutes(6), 1000, Duration.ofDays(14));
    Duration growing = Duration.ofSeconds(2 * (16_384 - 1) / 3);
    assertThat(line.spent()).isEqualTo(growing.plus(Duration.ofHours(16)));
    assertThat(line.last()).isEqualTo("the last of them after 19 h 2 min at most");
  }

  @Test
  void fewAttemptsAreUsedUpBeforeTheAgeLimit() {
    RouteReport.Line line = line(Duration.ofHours(6), 5, Duration.ofDays(14));
    assertThat(line.spent()).isEqualTo(Duration.ofSeconds(2 + 8 + 32 + 128));
    assertThat(line.last()).isEqualTo("the last of them after 170 s at most");
  }
}
