package dev.patchbay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** News that is summed up, and news that waits, through the whole hub by its own clock. */
final class DigestTest {
  private static final byte[] PING =
      "{\"zen\": \"Keep it logically awesome.\", \"hook_id\": 1}".getBytes(StandardCharsets.UTF_8);

  @TempDir Path folder;

  private static String routes(String when) {
    return """
    routes:
      - name: staff
        when: {source: [github]}
        deliver:
          - slack: {channel: "#ops", text: "{{ id }}"}
            %s
    """
        .formatted(when);
  }

  private static String post(TestHub hub) throws Exception {
    String id = UUID.randomUUID().toString();
    assertThat(hub.post("ping", id, PING).statusCode()).isEqualTo(202);
    return id;
  }

  /** Waits until a delivery has reached a state. */
  private static void awaitState(TestHub hub, String id, String... words) {
    TestHub.await(
        () -> {
          String trace = hub.run("trace", id);
          return java.util.Arrays.stream(words).allMatch(trace::contains);
        });
  }

  @Test
  void oneMessageTellsAllThatCameInTheWindow() throws Exception {
    try (TestHub hub = TestHub.start(folder, routes("digest: 1h"), TestHub.githubSecret())) {
      toTheBeginOfAnHour(hub);
      String first = post(hub);
      awaitState(hub, first, "gathers what comes");
      String second = post(hub);
      String third = post(hub);
      awaitState(hub, second, "digested", "told with github/default/" + first);
      awaitState(hub, third, "digested");
      assertThat(hub.inbox("slack")).isEmpty();

      hub.hub().clock().advance(Duration.ofMinutes(61));
      TestHub.await(() -> !hub.inbox("slack").isEmpty());

      assertThat(hub.inbox("slack")).hasSize(1);
      assertThat(hub.inbox("slack").getFirst().text())
          .startsWith("3 events in 1h")
          .contains(first, second, third);
      awaitState(hub, first, "delivered");
    }
  }

  private static void toTheBeginOfAnHour(TestHub hub) {
    Instant now = hub.hub().clock().instant();
    Instant next = now.truncatedTo(ChronoUnit.HOURS).plus(61, ChronoUnit.MINUTES);
    hub.hub().clock().advance(Duration.between(now, next));
  }

  @Test
  void nothingIsToldInQuietHoursAndAllOfItAfterThem() throws Exception {
    LocalTime now = LocalTime.now(ZoneOffset.UTC);
    String quiet =
        "quiet: {from: \"%s\", to: \"%s\"}"
            .formatted(
                now.minusMinutes(5).truncatedTo(ChronoUnit.MINUTES),
                now.plusHours(6).truncatedTo(ChronoUnit.MINUTES));
    try (TestHub hub = TestHub.start(folder, routes(quiet), TestHub.githubSecret())) {
      String id = post(hub);
      awaitState(hub, id, "quiet hours until");
      assertThat(hub.inbox("slack")).isEmpty();

      hub.hub().clock().advance(Duration.ofHours(6));
      TestHub.await(() -> !hub.inbox("slack").isEmpty());
      awaitState(hub, id, "delivered");
    }
  }
}
