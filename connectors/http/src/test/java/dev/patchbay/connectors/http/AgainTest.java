package dev.patchbay.connectors.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.connectors.spi.Outcome;
import dev.patchbay.connectors.testkit.Entries;
import dev.patchbay.core.json.Json;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A request that is made once more, in the light of its first answer. */
class AgainTest {
  private static final String UNREADABLE =
      "{\"ok\": false, \"error_code\": 400, \"description\": \"Bad Request: can't parse"
          + " entities\"}";
  private static final String MOVED =
      "{\"ok\": false, \"error_code\": 400, \"description\": \"Bad Request: group chat was"
          + " upgraded\", \"parameters\": {\"migrate_to_chat_id\": -100500}}";

  private static List<Map<String, Object>> sent(int status, String answer, String text)
      throws IOException {
    try (Destination telegram = new Destination(status, answer)) {
      Outcome outcome =
          new HttpConnector(
                  "telegram",
                  new Transport(Duration.ofSeconds(5), Duration.ofSeconds(5)),
                  (_, _, _) -> true,
                  Clock.systemUTC(),
                  "eu-west-1")
              .connect(
                  Entries.connection(
                      "telegram", Map.of("token", "1:a-token", "baseUrl", telegram.url())))
              .send(
                  Entries.delivery(
                      "telegram", Deliveries.event(), Map.of("chat", "-5", "text", text)));
      assertThat(outcome)
          .isInstanceOf(status == 200 ? Outcome.Delivered.class : Outcome.Rejected.class);
      return telegram.got().stream().map(got -> Json.parseObject(got.body())).toList();
    }
  }

  @Test
  void isMadeOnceWithoutTheMarkUpThatTelegramCannotRead() throws IOException {
    List<Map<String, Object>> sent = sent(400, UNREADABLE, "<b>{{ title }}</b> &lt;3");
    assertThat(sent).hasSize(2);
    assertThat(sent.getFirst()).containsEntry("parse_mode", "HTML");
    assertThat(sent.getLast())
        .doesNotContainKey("parse_mode")
        .containsEntry("text", "a \"quoted\" title <3");
  }

  @Test
  void goesToTheChatThatTelegramNames() throws IOException {
    List<Map<String, Object>> sent = sent(400, MOVED, "<b>{{ title }}</b>");
    assertThat(sent).hasSize(2);
    assertThat(sent.getFirst()).containsEntry("chat_id", "-5");
    assertThat(sent.getLast())
        .containsEntry("chat_id", -100500)
        .containsEntry("parse_mode", "HTML");
  }

  @Test
  void isNotMadeAgainWhereNothingSpeaksForIt() throws IOException {
    assertThat(sent(400, "{\"ok\": false, \"description\": \"Bad Request: chat not found\"}", "a"))
        .hasSize(1);
    assertThat(
            sent(
                200,
                "{\"ok\": true, \"result\": {\"message_id\": 1, \"chat\": {\"id\": -5}}}",
                "a"))
        .hasSize(1);
  }

  @Test
  void sendsALongTextWithItsTagsClosed() throws IOException {
    assertThat(
            sent(
                    200,
                    "{\"ok\": true, \"result\": {\"message_id\": 1}}",
                    "<pre>" + "x".repeat(5000) + "</pre>")
                .getFirst()
                .get("text")
                .toString())
        .hasSize(4096)
        .endsWith("x…</pre>");
  }
}
