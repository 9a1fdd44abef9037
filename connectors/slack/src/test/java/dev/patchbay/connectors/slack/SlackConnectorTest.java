package dev.patchbay.connectors.slack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.patchbay.connectors.spi.Delivery;
import dev.patchbay.connectors.spi.MisconfiguredException;
import dev.patchbay.connectors.spi.Outcome;
import dev.patchbay.connectors.spi.Receipt;
import dev.patchbay.connectors.spi.Reconciling;
import dev.patchbay.connectors.spi.Sender;
import dev.patchbay.connectors.testkit.Entries;
import dev.patchbay.connectors.testkit.Loopback;
import dev.patchbay.core.event.Event;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SlackConnectorTest {
  private static final String TOKEN = "xoxb-very-secret";
  private static final Event EVENT =
      new Event(
          Map.of(
              "id",
              "1",
              "source",
              "github",
              "account",
              "default",
              "type",
              "push",
              "receivedAt",
              "2026-11-23T10:00:00Z",
              "title",
              "Deploy <!channel> failed",
              "url",
              "https://example.com/1",
              "actor",
              "ann",
              "severity",
              "error"));

  private final Loopback slack = new Loopback();
  private final Sender sender = sender(slack.url());

  private static Sender sender(String baseUrl) {
    return new SlackConnector()
        .connect(Entries.connection("slack", Map.of("token", TOKEN, "baseUrl", baseUrl)));
  }

  @AfterEach
  void stop() {
    slack.close();
  }

  private static Delivery delivery(Map<String, Object> parameters) {
    Map<String, Object> all = new HashMap<>(parameters);
    all.putIfAbsent("channel", "#ops");
    return Entries.delivery("slack", EVENT, all);
  }

  private Map<String, String> form(int request) {
    Map<String, String> form = new HashMap<>();
    for (String field : slack.requests().get(request).body().split("&")) {
      String[] pair = field.split("=", 2);
      form.put(pair[0], URLDecoder.decode(pair[1], StandardCharsets.UTF_8));
    }
    return form;
  }

  @Test
  void entryAndCodeAgree() {
    assertThat(Entries.problems(Entries.of("slack"), SlackParameters.class, SlackSecret.class))
        .isEmpty();
  }

  @Test
  void postsAMessageAndGivesItsTimestampAsReceipt() {
    slack.answers(200, "{\"ok\":true,\"channel\":\"C012345678\",\"ts\":\"1700000000.000200\"}");

    assertThat(sender.send(delivery(Map.of("text", "*hello*"))))
        .isEqualTo(new Outcome.Delivered(new Receipt("1700000000.000200")));

    assertThat(slack.requests()).hasSize(1);
    assertThat(slack.requests().getFirst().path()).isEqualTo("/api/chat.postMessage");
    assertThat(slack.requests().getFirst().headers())
        .containsEntry("authorization", "Bearer " + TOKEN);
    assertThat(form(0))
        .containsEntry("channel", "#ops")
        .containsEntry("text", "*hello*")
        .containsEntry(
            "metadata",
            "{\"event_type\":\"patchbay_delivery\","
                + "\"event_payload\":{\"delivery_id\":\"0123456789abcdef0123456789abcdef\"}}");
  }

  @Test
  void takesABaseUrlThatEndsWithApiAsItIs() {
    slack.answers(200, "{\"ok\":true,\"ts\":\"1.2\"}");
    sender(slack.url() + "/api").send(delivery(Map.of()));
    assertThat(slack.requests().getFirst().path()).isEqualTo("/api/chat.postMessage");
  }

  @Test
  void readsWellWithoutATextAndMentionsNobody() {
    slack.answers(200, "{\"ok\":true,\"ts\":\"1.2\"}");
    sender.send(delivery(Map.of()));
    assertThat(form(0))
        .containsEntry(
            "text",
            ":red_circle: *Deploy &lt;!channel&gt; failed* by ann <https://example.com/1|open>");
  }

  @ParameterizedTest
  @CsvSource({"500, ''", "502, ''", "503, 0", "408, ''"})
  void retriesAServerErrorLaterAndNeverByItself(int status, String retryAfter) {
    slack.answers(
        status, "<html>down</html>", retryAfter.isEmpty() ? "X-None" : "Retry-After", retryAfter);
    assertThat(sender.send(delivery(Map.of()))).isInstanceOf(Outcome.Retry.class);
    assertThat(slack.requests()).hasSize(1);
  }

  @Test
  void doesNotKnowWhatBecameOfAMessageWhoseAnswerNeverCame() {
    slack.breaks();
    assertThat(sender.send(delivery(Map.of()))).isInstanceOf(Outcome.Unknown.class);
    assertThat(slack.requests()).hasSize(1);
  }

  @Test
  void doesNotKnowWhatAnAnswerMeansThatIsNoJson() {
    slack.answers(200, "<html>a proxy</html>");
    assertThat(sender.send(delivery(Map.of()))).isInstanceOf(Outcome.Unknown.class);
  }

  @Test
  void retriesWhenNothingListens() {
    slack.close();
    assertThat(sender.send(delivery(Map.of()))).isInstanceOf(Outcome.Retry.class);
  }

  @Test
  void findsAMessageByItsDelivery() {
    slack
        .answers(200, "{\"ok\":true,\"channel\":\"C012345678\",\"ts\":\"1.1\"}")
        .answers(
            200,
            "{\"ok\":true,\"has_more\":true,\"messages\":[{\"ts\":\"9.9\"}],"
                + "\"response_metadata\":{\"next_cursor\":\"more\"}}")
        .answers(
            200,
            "{\"ok\":true,\"has_more\":false,\"messages\":[{\"ts\":\"2.2\",\"metadata\":"
                + "{\"event_type\":\"patchbay_delivery\",\"event_payload\":"
                + "{\"delivery_id\":\"0123456789abcdef0123456789abcdef\"}}}]}");
    sender.send(delivery(Map.of()));

    assertThat(((Reconciling) sender).find(delivery(Map.of()))).contains(new Receipt("2.2"));

    assertThat(form(1))
        .containsEntry("channel", "C012345678")
        .containsEntry("oldest", "1795427940")
        .containsEntry("include_all_metadata", "1");
    assertThat(form(2)).containsEntry("cursor", "more");
  }

  @Test
  void isSureThatAMessageIsNotThereOnlyWhenSlackShowsTheHistory() {
    Delivery delivery = delivery(Map.of("channel", "C012345678"));
    slack
        .answers(200, "{\"ok\":true,\"has_more\":false,\"messages\":[]}")
        .answers(200, "{\"ok\":false,\"error\":\"missing_scope\"}");
    assertThat(((Reconciling) sender).find(delivery)).isEmpty();
    assertThatThrownBy(() -> ((Reconciling) sender).find(delivery))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("missing_scope");
    assertThatThrownBy(
            () -> ((Reconciling) sender).find(delivery(Map.of("channel", "#never-used"))))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void refusesASecretWithoutAToken() {
    assertThatThrownBy(
            () ->
                new SlackConnector()
                    .connect(Entries.connection("slack", Map.of("baseUrl", "http://x"))))
        .isInstanceOf(MisconfiguredException.class)
        .hasMessageContaining("patchbay/connectors/slack")
        .hasMessageContaining("token");
  }

  @Test
  void quotesNoTokenThatIsNone() {
    assertThatThrownBy(
            () ->
                new SlackConnector()
                    .connect(Entries.connection("slack", Map.of("token", "xoxb-s3\ncret"))))
        .isInstanceOf(MisconfiguredException.class)
        .hasMessageContaining("token")
        .hasMessageNotContaining("xoxb-s3");
  }

  @Test
  void keepsNoThreadsOfTheSdk() throws InterruptedException {
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (thread.getName().startsWith("slack-api")) {
        assertThat(thread.join(Duration.ofSeconds(2))).as(thread.getName()).isTrue();
      }
    }
  }
}
