package dev.patchbay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.cli.hub.Running;
import dev.patchbay.core.json.Json;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;

/** Slack's stand-in refuses what Slack refuses, with Slack's words. */
class SlackStandInTest {
  private static final String ROUTES =
      """
      routes:
        - name: one
          when: {source: [github]}
          deliver:
            - slack: {channel: "#ops"}
      """;

  @TempDir static Path folder;
  private static TestHub hub;
  private static String url;
  private static String token;

  @BeforeAll
  static void start() throws Exception {
    hub = TestHub.start(folder, ROUTES, Map.of());
    try (SecretsManagerClient secrets =
        Running.at(hub.hub()).client(SecretsManagerClient.builder()).build()) {
      Map<String, Object> secret =
          Json.parseObject(
              secrets
                  .getSecretValue(get -> get.secretId("patchbay/connectors/slack"))
                  .secretString());
      url = secret.get("baseUrl").toString();
      token = secret.get("token").toString();
    }
  }

  @AfterAll
  static void stop() {
    hub.close();
  }

  private static HttpResponse<String> call(String path, String type, String body, String bearer)
      throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url + path))
            .header("Content-Type", type)
            .POST(HttpRequest.BodyPublishers.ofString(body));
    if (bearer != null) {
      request.header("Authorization", "Bearer " + bearer);
    }
    return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private static Map<String, Object> call(String method, String... fields) throws Exception {
    List<String> form = new ArrayList<>();
    for (int i = 0; i + 1 < fields.length; i += 2) {
      form.add(fields[i] + "=" + URLEncoder.encode(fields[i + 1], StandardCharsets.UTF_8));
    }
    return Json.parseObject(
        call("/api/" + method, "application/x-www-form-urlencoded", String.join("&", form), token)
            .body());
  }

  private static String errorOf(Map<String, Object> answer) {
    assertThat(answer).containsEntry("ok", false);
    return answer.get("error").toString();
  }

  @Test
  void wantsItsToken() throws Exception {
    String form = "application/x-www-form-urlencoded";
    assertThat(call("/api/chat.postMessage", form, "channel=%23a&text=b", null).body())
        .contains("not_authed");
    assertThat(call("/api/users.lookupByEmail", form, "email=a%40b.c", "xoxb-wrong").body())
        .contains("invalid_auth");
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "no_text, blocks, ``",
        "invalid_blocks_format, blocks, {}",
        "invalid_blocks, blocks, `[{\"text\": {}}]`",
        "invalid_blocks, blocks, `[{\"type\": \"section\"}]`",
        "invalid_blocks, blocks, `[{\"type\": \"header\", \"text\": {\"text\": \"LONG\"}}]`",
        "invalid_blocks, blocks, `[{\"type\": \"context\", \"elements\": [{\"type\": \"mrkdwn\","
            + " \"text\": \"\"}]}]`",
        "invalid_attachments, attachments, {}",
        "thread_not_found, thread_ts, 1700000000.999999",
        "is_archived, channel, #fail-is_archived"
      })
  void refusesMessages(String error, String field, String value) throws Exception {
    String text = error.equals("no_text") ? "" : "a";
    String given = value.replace("LONG", "x".repeat(151));
    assertThat(errorOf(call("chat.postMessage", "channel", "#a", "text", text, field, given)))
        .isEqualTo(error);
  }

  @Test
  void refusesTooManyBlocks() throws Exception {
    String blocks = "[" + "{\"type\":\"divider\"},".repeat(50) + "{\"type\":\"divider\"}]";
    assertThat(errorOf(call("chat.postMessage", "channel", "#a", "blocks", blocks)))
        .isEqualTo("invalid_blocks");
    assertThat(errorOf(call("chat.postMessage", "text", "a"))).isEqualTo("channel_not_found");
  }

  @Test
  void keepsWhatWasPosted() throws Exception {
    String metadata = "{\"event_type\":\"e\",\"event_payload\":{\"delivery_id\":\"d\"}}";
    Map<String, Object> posted =
        call("chat.postMessage", "channel", "#kept", "text", "a", "metadata", metadata);
    String channel = posted.get("channel").toString();
    String ts = posted.get("ts").toString();
    Map<String, Object> reply =
        call("chat.postMessage", "channel", channel, "text", "b", "thread_ts", ts);

    assertThat(reply).containsEntry("ok", true).containsEntry("channel", channel);
    assertThat(Json.write(call("conversations.history", "channel", channel).get("messages")))
        .contains(ts, "\"delivery_id\":\"d\"")
        .doesNotContain(reply.get("ts").toString());
    assertThat(
            Json.write(call("conversations.replies", "channel", channel, "ts", ts).get("messages")))
        .contains(ts, reply.get("ts").toString());
    assertThat(errorOf(call("conversations.replies", "channel", channel, "ts", "1.1")))
        .isEqualTo("thread_not_found");
    assertThat(errorOf(call("conversations.history", "channel", "#kept")))
        .isEqualTo("channel_not_found");
  }

  @Test
  void changesWhatWasPostedAndNothingElse() throws Exception {
    Map<String, Object> posted = call("chat.postMessage", "channel", "#a", "text", "a");
    String channel = posted.get("channel").toString();
    String ts = posted.get("ts").toString();
    assertThat(call("chat.update", "channel", channel, "ts", ts, "text", "b", "blocks", "[]"))
        .containsEntry("ts", ts);
    assertThat(errorOf(call("chat.update", "channel", "#a", "ts", ts, "text", "b")))
        .isEqualTo("channel_not_found");
    assertThat(errorOf(call("chat.update", "channel", channel, "ts", "1.1", "text", "b")))
        .isEqualTo("message_not_found");
  }

  @Test
  void isThrottledForAWhile() throws Exception {
    List<Integer> statuses = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      HttpResponse<String> answer =
          call(
              "/api/chat.postMessage",
              "application/x-www-form-urlencoded",
              "channel=%23fail-429&text=a",
              token);
      statuses.add(answer.statusCode());
      if (answer.statusCode() == 429) {
        assertThat(answer.headers().firstValue("retry-after")).contains("2");
      }
    }
    assertThat(statuses).containsExactlyInAnyOrder(429, 429, 200);
  }

  @Test
  void takesAnIncomingWebhook() throws Exception {
    String hook = "/services/T0ACME001/B0HOOK001/s3cret";
    HttpResponse<String> ok = call(hook, "application/json", "{\"text\": \"a\"}", null);
    assertThat(ok.statusCode()).isEqualTo(200);
    assertThat(ok.body()).isEqualTo("ok");
    assertThat(call(hook, "application/json", "{\"text\": ", null).body())
        .isEqualTo("invalid_payload");
    assertThat(call(hook, "application/json", "{}", null).body()).isEqualTo("no_text");
    HttpResponse<String> gone =
        call("/services/T0ACME001/x/s3cret", "application/json", "{\"text\": \"a\"}", null);
    assertThat(gone.statusCode()).isEqualTo(404);
    assertThat(gone.body()).isEqualTo("no_service");
  }
}
