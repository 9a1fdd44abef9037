package dev.patchbay.connectors.box;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.patchbay.connectors.spi.MisconfiguredException;
import dev.patchbay.connectors.spi.Outcome;
import dev.patchbay.connectors.spi.Receipt;
import dev.patchbay.connectors.spi.Sender;
import dev.patchbay.connectors.testkit.Entries;
import dev.patchbay.connectors.testkit.Loopback;
import dev.patchbay.core.event.Event;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BoxConnectorTest {
  private static final String TOKEN = "a-very-secret-token";
  private static final String FILE =
      "{\"total_count\":1,\"entries\":[{\"type\":\"file\",\"id\":\"77\"}]}";
  private static final String HELLO_SHA1 = "aaf4c61ddcc5e8a2dabede0f3b482cd9aea9434d";
  private static final Event EVENT =
      new Event(
          Map.of(
              "id",
              "a/1",
              "source",
              "github",
              "account",
              "default",
              "type",
              "push",
              "title",
              "Deploy failed",
              "data",
              Map.of("n", 1)));

  private final Loopback box = new Loopback();
  private final Sender sender = sender(Map.of("token", TOKEN));

  @AfterEach
  void stop() {
    box.close();
  }

  private Sender sender(Map<String, Object> credentials) {
    Map<String, Object> secret = new HashMap<>(credentials);
    secret.put("baseUrl", box.url());
    return new BoxConnector().connect(Entries.connection("box", secret));
  }

  private Outcome send(Map<String, Object> parameters) {
    return sender.send(Entries.delivery("box", EVENT, parameters));
  }

  private List<String> asked() {
    return box.requests().stream().map(request -> request.method() + " " + request.path()).toList();
  }

  private static String conflict(String item) {
    return "{\"type\":\"error\",\"status\":409,\"code\":\"item_name_in_use\",\"context_info\":{\"conflicts\":"
        + item
        + "}}";
  }

  @Test
  void entryAndCodeAgree() {
    assertThat(Entries.problems(Entries.of("box"), BoxParameters.class, BoxSecret.class)).isEmpty();
  }

  @Test
  void uploadsTheEventAndGivesTheFileIdAsReceipt() {
    box.answers(201, FILE);

    assertThat(send(Map.of())).isEqualTo(new Outcome.Delivered(new Receipt("77")));

    assertThat(asked()).containsExactly("POST /api/2.0/files/content");
    Loopback.Request request = box.requests().getFirst();
    assertThat(request.headers()).containsEntry("authorization", "Bearer " + TOKEN);
    assertThat(request.body())
        .contains("\"name\":\"github-push-a_1.json\"")
        .contains("\"parent\":{\"id\":\"0\"}")
        .contains("\"title\" : \"Deploy failed\"");
    assertThat(request.body().indexOf("\"attributes\""))
        .isLessThan(request.body().indexOf("name=\"file\""));
  }

  @Test
  void tellsBoxTheDigestOfWhatItSends() {
    box.answers(201, FILE);
    send(Map.of("content", "hello"));
    assertThat(box.requests().getFirst().headers()).containsEntry("content-md5", HELLO_SHA1);
  }

  @Test
  void sendsThePayloadAsItCame() {
    box.answers(201, FILE);
    send(Map.of("content", "payload"));
    assertThat(box.requests().getFirst().body()).contains("\r\n{\"n\":1}\r\n");
  }

  @Test
  void takesAFileOfTheSameContentForAnEarlierAttempt() {
    box.answers(409, conflict("{\"type\":\"file\",\"id\":\"55\",\"sha1\":\"" + HELLO_SHA1 + "\"}"));
    assertThat(send(Map.of("content", "hello")))
        .isEqualTo(new Outcome.Delivered(new Receipt("55")));
    assertThat(box.requests()).hasSize(1);
  }

  @Test
  void makesANewVersionOfAFileWithOtherContent() {
    box.answers(409, conflict("{\"type\":\"file\",\"id\":\"55\",\"sha1\":\"00\"}"))
        .answers(201, FILE);
    assertThat(send(Map.of("content", "hello")))
        .isEqualTo(new Outcome.Delivered(new Receipt("77")));
    assertThat(asked())
        .containsExactly("POST /api/2.0/files/content", "POST /api/2.0/files/55/content");
    assertThat(box.requests().getLast().headers()).containsEntry("content-md5", HELLO_SHA1);
  }

  @Test
  void rejectsAFileWhereAFolderHasItsName() {
    box.answers(409, conflict("{\"type\":\"folder\",\"id\":\"55\"}"));
    assertThat(send(Map.of())).isInstanceOf(Outcome.Rejected.class);
  }

  @Test
  void makesTheFoldersOfAPathOnceAndTakesThoseThatAreThere() {
    box.answers(409, conflict("[{\"type\":\"folder\",\"id\":\"11\"}]"))
        .answers(201, "{\"type\":\"folder\",\"id\":\"12\"}")
        .answers(201, FILE)
        .answers(201, FILE);
    send(Map.of("folder", "/Audit/{{ source }}/"));
    send(Map.of("folder", "/Audit/{{ source }}/"));
    assertThat(asked())
        .containsExactly(
            "POST /2.0/folders",
            "POST /2.0/folders",
            "POST /api/2.0/files/content",
            "POST /api/2.0/files/content");
    assertThat(box.requests().get(0).body())
        .contains("\"name\":\"Audit\"")
        .contains("\"id\":\"0\"");
    assertThat(box.requests().get(1).body())
        .contains("\"name\":\"github\"")
        .contains("\"id\":\"11\"");
    assertThat(box.requests().get(3).body()).contains("\"parent\":{\"id\":\"12\"}");
  }

  @ParameterizedTest
  @CsvSource({
    "400, item_name_invalid, Rejected",
    "401, unauthorized, Misconfigured",
    "403, access_denied_insufficient_permissions, Misconfigured",
    "403, file_size_limit_exceeded, Rejected",
    "404, not_found, Rejected",
    "409, name_temporarily_reserved, Retry",
    "409, operation_blocked_temporary, Retry",
    "413, request_entity_too_large, Rejected",
    "429, rate_limit_exceeded, Throttled",
    "500, internal_server_error, Retry",
    "502, bad_gateway, Retry"
  })
  void knowsWhatARefusalMeansAndAsksOnce(int status, String code, String outcome) {
    box.answers(status, "{\"type\":\"error\",\"code\":\"" + code + "\"}");
    Outcome got = send(Map.of());
    assertThat(got.getClass().getSimpleName()).isEqualTo(outcome);
    assertThat(got.toString()).contains(code).doesNotContain(TOKEN);
    assertThat(box.requests()).hasSize(1);
  }

  @Test
  void waitsAsLongAsBoxSaysBeItADate() {
    box.answers(503, "", "Retry-After", "17")
        .answers(429, "{}", "Retry-After", "Thu, 01 Jan 1970 00:00:00 GMT");
    assertThat(send(Map.of()))
        .isEqualTo(new Outcome.Throttled(Duration.ofSeconds(17), "Box: HTTP 503"));
    assertThat(send(Map.of())).isEqualTo(new Outcome.Throttled(Duration.ZERO, "Box: HTTP 429"));
  }

  @Test
  void triesAgainLaterWhenTheConnectionBreaksOrNothingListens() {
    box.breaks();
    assertThat(send(Map.of())).isInstanceOf(Outcome.Retry.class);
    assertThat(box.requests()).hasSize(1);
    box.close();
    assertThat(send(Map.of())).isInstanceOf(Outcome.Retry.class);
  }

  @Test
  void getsATokenForItsCredentialsAndANewOneOnceItHasRunOut() {
    box.answers(200, "{\"access_token\":\"one\",\"expires_in\":3600,\"token_type\":\"bearer\"}")
        .answers(401, "")
        .answers(200, "{\"access_token\":\"two\",\"expires_in\":3600,\"token_type\":\"bearer\"}")
        .answers(201, FILE);
    Sender sender = sender(Map.of("clientId", "id", "clientSecret", "shh", "enterpriseId", "42"));

    assertThat(sender.send(Entries.delivery("box", EVENT, Map.of())))
        .isInstanceOf(Outcome.Delivered.class);

    assertThat(asked().getFirst()).isEqualTo("POST /oauth2/token");
    assertThat(box.requests().getFirst().body())
        .contains("grant_type=client_credentials", "client_id=id", "client_secret=shh")
        .contains("box_subject_type=enterprise", "box_subject_id=42");
    assertThat(box.requests().getLast().headers()).containsEntry("authorization", "Bearer two");
    assertThat(box.requests().getLast().body()).contains("Deploy failed");
  }

  @Test
  void takesRefusedCredentialsForASettingToMend() {
    box.answers(400, "{\"error\":\"invalid_client\",\"error_description\":\"x\"}");
    Sender sender = sender(Map.of("clientId", "id", "clientSecret", "shh", "userId", "42"));
    assertThat(sender.send(Entries.delivery("box", EVENT, Map.of())))
        .isEqualTo(
            new Outcome.Misconfigured(
                "Box: HTTP 400 invalid_client (clientId or clientSecret is wrong)"));
  }

  @Test
  void refusesASecretWithoutCredentials() {
    assertThatThrownBy(() -> sender(Map.of("clientId", "id")))
        .isInstanceOf(MisconfiguredException.class)
        .hasMessageContaining("patchbay/connectors/box")
        .hasMessageContaining("clientSecret");
  }
}
