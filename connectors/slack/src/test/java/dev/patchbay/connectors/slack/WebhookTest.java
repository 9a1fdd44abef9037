package dev.patchbay.connectors.slack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.patchbay.connectors.spi.MisconfiguredException;
import dev.patchbay.connectors.spi.Outcome;
import dev.patchbay.connectors.spi.Receipt;
import dev.patchbay.connectors.spi.Reconciling;
import dev.patchbay.connectors.spi.Sender;
import dev.patchbay.connectors.testkit.Entries;
import dev.patchbay.core.json.Json;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages by an incoming webhook, with no bot. */
class WebhookTest {
  private static final String URL = "https://hooks.slack.com/services/T0ACME001/B0HOOK001/s3cret";

  private final Bench bench = new Bench();
  private final Sender webhook = bench.sender(Map.of("webhookUrl", URL, "webhookChannel", "#ops"));

  @AfterEach
  void stop() {
    bench.close();
  }

  private Outcome send(Map<String, Object> parameters) {
    return webhook.send(bench.delivery(parameters));
  }

  private Map<String, Object> payload(int request) {
    return Json.parseObject(bench.slack.requests().get(request).body());
  }

  @Test
  void postsToItsAddress() {
    bench.slack.answers(200, "ok");
    assertThat(send(Map.of("actions", List.of(Map.of("text", "Approve")))))
        .isEqualTo(new Outcome.Delivered(Receipt.NONE));
    assertThat(bench.path(0)).isEqualTo("/services/T0ACME001/B0HOOK001/s3cret");
    assertThat(bench.slack.requests().getFirst().headers())
        .containsEntry("content-type", "application/json; charset=utf-8")
        .doesNotContainKey("authorization");
    assertThat(payload(0))
        .containsEntry(
            "text", ":red_circle: *Deploy failed* by ann <https://example.com/1?a=1&amp;b=2|open>")
        .containsKey("attachments")
        .doesNotContainKeys("channel", "thread_ts", "blocks");
  }

  @ParameterizedTest
  @CsvSource({
    "400, invalid_payload, Rejected",
    "400, no_text, Rejected",
    "400, too_many_attachments, Rejected",
    "400, user_not_found, Rejected",
    "403, action_prohibited, Misconfigured",
    "403, posting_to_general_channel_denied, Misconfigured",
    "403, invalid_token, Misconfigured",
    "404, channel_not_found, Misconfigured",
    "404, no_service, Misconfigured",
    "404, no_active_hooks, Misconfigured",
    "404, no_team, Misconfigured",
    "410, channel_is_archived, Misconfigured",
    "500, rollup_error, Retry",
    "200, no_service, Misconfigured",
    "200, rate_limited, Throttled",
    "429, rate_limited, Throttled",
    "200, <html>a proxy</html>, Unknown",
    "302, moved, Misconfigured",
    "503, down, Retry"
  })
  void knowsWhatAnAnswerMeans(int status, String word, String outcome) {
    bench.slack.answers(status, word);
    Outcome got = send(Map.of());
    assertThat(got.getClass().getSimpleName()).isEqualTo(outcome);
    assertThat(got.toString()).doesNotContain("s3cret", "B0HOOK001", "/services/");
    assertThat(bench.calls()).isEqualTo(1);
  }

  @Test
  void waitsAsLongAsSlackSays() {
    bench.slack.answers(429, "rate_limited", "Retry-After", "7");
    assertThat(send(Map.of())).isEqualTo(new Outcome.Throttled(Duration.ofSeconds(7), "HTTP 429"));
  }

  @Test
  void sendsTheTextAloneWhereSlackRefusesTheBlocks() {
    bench.slack.answers(400, "invalid_blocks").answers(200, "ok");
    assertThat(send(Map.of("text", "said"))).isInstanceOf(Outcome.Delivered.class);
    assertThat(payload(1)).doesNotContainKey("attachments");
    assertThat(payload(1).get("text").toString()).startsWith("said\n_(as text alone");
  }

  @Test
  void saysWhatTakesABot() {
    List<Map<String, Object>> beyond =
        List.of(
            Map.of("update", true),
            Map.of("thread", "{{ subject }}"),
            Map.of("channel", "#dev"),
            Map.of("channel", "ann@example.com"));
    for (Map<String, Object> parameters : beyond) {
      Outcome outcome = send(parameters);
      assertThat(outcome).isInstanceOf(Outcome.Rejected.class);
      assertThat(outcome.toString())
          .contains("an incoming webhook", "that takes a bot")
          .contains(parameters.keySet().iterator().next());
    }
    assertThat(bench.calls()).isZero();
    assertThat(webhook).isNotInstanceOf(Reconciling.class);
  }

  @Test
  void repliesToAMessageThatTheRouteNames() {
    bench.slack.answers(200, "ok");
    send(Map.of("thread", "1763892000.000100"));
    assertThat(payload(0)).containsEntry("thread_ts", "1763892000.000100");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://hooks.slack.com/services/T/B/s3cret",
        "hooks.slack.com/services/s3cret",
        "https:///services/s3cret",
        "https://hooks.slack.com",
        "https://hooks.slack.com:99999/services/s3cret",
        "https://hooks.slack.com/a b/s3cret"
      })
  void refusesAnAddressThatIsNone(String url) {
    assertThatThrownBy(() -> connect(Map.of("webhookUrl", url)))
        .isInstanceOf(MisconfiguredException.class)
        .hasMessageContaining("webhookUrl")
        .hasMessageNotContaining("s3cret")
        .hasNoCause();
  }

  @Test
  void refusesASecretWithBothOrNeither() {
    assertThatThrownBy(() -> connect(Map.of("webhookUrl", URL, "token", "xoxb-1")))
        .isInstanceOf(MisconfiguredException.class)
        .hasMessageContaining("one of the two");
    assertThatThrownBy(() -> connect(Map.of()))
        .isInstanceOf(MisconfiguredException.class)
        .hasMessageContaining("token")
        .hasMessageContaining("webhookUrl");
  }

  private static Sender connect(Map<String, Object> secret) {
    return new SlackConnector().connect(Entries.connection("slack", new LinkedHashMap<>(secret)));
  }
}
