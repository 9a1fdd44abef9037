package dev.patchbay.connectors.twilio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.patchbay.connectors.spi.MisconfiguredException;
import dev.patchbay.connectors.spi.Outcome;
import dev.patchbay.connectors.spi.Receipt;
import dev.patchbay.connectors.testkit.Entries;
import dev.patchbay.connectors.testkit.Loopback;
import dev.patchbay.core.json.Json;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TwilioConnectorTest {
  private static final String SERVICE = "MG00000000000000000000000000000000";
  private static final String TEMPLATE = "HX00000000000000000000000000000000";

  private final Bench bench = new Bench();
  private final Loopback twilio = bench.twilio;

  @AfterEach
  void stop() {
    bench.close();
  }

  private Outcome send(Map<String, Object> parameters) {
    return bench.send(parameters);
  }

  /** The form of a message that Twilio takes. */
  private Map<String, String> sent(Map<String, Object> parameters) {
    twilio.answers(201, "{\"sid\":\"SM1\",\"status\":\"queued\"}");
    assertThat(send(parameters)).isInstanceOf(Outcome.Delivered.class);
    return bench.form();
  }

  @Test
  void entryAndCodeAgree() {
    assertThat(Entries.problems(Entries.of("twilio"), TwilioParameters.class, TwilioSecret.class))
        .isEmpty();
  }

  @Test
  void sendsAMessageAndGivesItsSidAsReceipt() {
    twilio.answers(201, "{\"sid\":\"SM1\",\"status\":\"queued\"}");

    assertThat(send(Map.of("text", "hello + goodbye")))
        .isEqualTo(new Outcome.Delivered(new Receipt("SM1")));

    assertThat(twilio.requests()).hasSize(1);
    Loopback.Request request = twilio.requests().getFirst();
    assertThat(request.path()).isEqualTo("/2010-04-01/Accounts/" + Bench.SID + "/Messages.json");
    assertThat(request.headers())
        .containsEntry("authorization", basic(Bench.SID + ":" + Bench.AUTH_TOKEN));
    assertThat(bench.form())
        .containsOnly(
            Map.entry("To", "+15005550009"),
            Map.entry("From", "+15005550006"),
            Map.entry("Body", "hello + goodbye"));
  }

  private static String basic(String credentials) {
    return "Basic "
        + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void callsInTheNameOfAnApiKeyAndForTheAccount() {
    twilio.answers(201, "{\"sid\":\"SM1\"}");
    bench.sender(Map.of("apiKeySid", "SK1")).send(Bench.delivery(Map.of()));
    assertThat(twilio.requests().getFirst().path()).contains("/Accounts/" + Bench.SID + "/");
    assertThat(twilio.requests().getFirst().headers())
        .containsEntry("authorization", basic("SK1:" + Bench.AUTH_TOKEN));
  }

  @Test
  void readsWellWithoutATextAndOnOneLine() {
    assertThat(sent(Map.of())).containsEntry("Body", "Deploy failed https://example.com/1");
  }

  @ParameterizedTest
  @CsvSource({
    "+14155550100, +14155550111, MG1, From, +14155550100",
    SERVICE + ", +14155550111, MG1, MessagingServiceSid, " + SERVICE,
    "'', +14155550111, MG1, From, +14155550111",
    "'', '', MG1, MessagingServiceSid, MG1",
    "'', '', '', From, +15005550006"
  })
  void asksTheRouteThenTheSecretForTheSender(
      String route, String from, String service, String field, String value) {
    twilio.answers(201, "{\"sid\":\"SM1\"}");
    bench
        .sender(Map.of("from", from, "messagingServiceSid", service))
        .send(Bench.delivery(route.isEmpty() ? Map.of() : Map.of("from", route)));
    assertThat(bench.form())
        .containsEntry(field, value)
        .doesNotContainKey(field.equals("From") ? "MessagingServiceSid" : "From");
  }

  @Test
  void paysForNoMoreSegmentsThanTheRouteAllows() {
    assertThat(sent(Map.of("text", "a".repeat(200), "maxSegments", 1)).get("Body"))
        .isEqualTo("a".repeat(157) + "...");
    assertThat(sent(Map.of("text", "a".repeat(2000))).get("Body")).hasSize(1530);
  }

  @Test
  void countsNoSegmentsWhereThereAreNone() {
    String text = "a".repeat(2000);
    assertThat(
            sent(Map.of("text", text, "maxSegments", 1, "to", "whatsapp:+14155550199")).get("Body"))
        .hasSize(1600);
    assertThat(
            sent(Map.of("text", text, "maxSegments", 1, "mediaUrl", "https://e.com/1")).get("Body"))
        .hasSize(1600);
  }

  @Test
  void sendsMediaAlong() {
    sent(Map.of("mediaUrl", "https://example.com/1.png"));
    assertThat(bench.form())
        .containsEntry("MediaUrl", "https://example.com/1.png")
        .containsKey("Body");
    sent(Map.of("mediaUrl", List.of("https://example.com/1.png", "", "https://example.com/2.png")));
    assertThat(bench.fields())
        .filteredOn(field -> field.getKey().equals("MediaUrl"))
        .extracting(Map.Entry::getValue)
        .containsExactly("https://example.com/1.png", "https://example.com/2.png");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "file:///etc/passwd",
        "javascript:alert(1)",
        "https://e.com/a b",
        "//e.com/x",
        "x"
      })
  void rejectsMediaThatAreNoAddress(String url) {
    assertThat(send(Map.of("mediaUrl", url)))
        .isInstanceOf(Outcome.Rejected.class)
        .asString()
        .contains("mediaUrl")
        .doesNotContain(url + " ");
    assertThat(twilio.requests()).isEmpty();
  }

  @Test
  void keepsToOneChannel() {
    assertThat(sent(Map.of("to", "whatsapp:+14155550199", "from", "+14155550100")))
        .containsEntry("To", "whatsapp:+14155550199")
        .containsEntry("From", "whatsapp:+14155550100");
    assertThat(sent(Map.of("to", "whatsapp:+14155550199", "from", SERVICE)))
        .containsEntry("MessagingServiceSid", SERVICE);
  }

  @Test
  void fillsATemplateInPlaceOfAText() {
    Map<String, String> form =
        sent(
            Map.of(
                "to",
                "whatsapp:+14155550199",
                "contentSid",
                TEMPLATE,
                "contentVariables",
                Map.of("1", "Deploy \"main\" & co", "2", 7)));
    assertThat(form).containsEntry("ContentSid", TEMPLATE).doesNotContainKeys("Body", "MediaUrl");
    assertThat(Json.parseObject(form.get("ContentVariables")))
        .containsOnly(Map.entry("1", "Deploy \"main\" & co"), Map.entry("2", "7"));
  }

  @Test
  void makesACallThatSaysTheText() {
    twilio.answers(201, "{\"sid\":\"CA1\",\"status\":\"queued\"}");
    assertThat(
            send(
                Map.of(
                    "call", true,
                    "text", "Rack <7> & more",
                    "voice", "Polly.Amy",
                    "language", "en-GB")))
        .isEqualTo(new Outcome.Delivered(new Receipt("CA1")));
    assertThat(twilio.requests().getFirst().path())
        .isEqualTo("/2010-04-01/Accounts/" + Bench.SID + "/Calls.json");
    assertThat(bench.form())
        .containsOnly(
            Map.entry("To", "+15005550009"),
            Map.entry("From", "+15005550006"),
            Map.entry(
                "Twiml",
                "<Response><Say loop=\"2\" voice=\"Polly.Amy\" language=\"en-GB\">"
                    + "Rack &lt;7&gt; &amp; more</Say></Response>"));
  }

  @Test
  void rejectsACallThatNoNumberMakes() {
    assertThat(
            bench
                .sender(Map.of("messagingServiceSid", "MG1"))
                .send(Bench.delivery(Map.of("call", true))))
        .isInstanceOf(Outcome.Rejected.class)
        .asString()
        .contains("'from'");
    assertThat(twilio.requests()).isEmpty();
  }

  @Test
  void asksTwilioToTellWhatBecameOfIt() {
    try (Bench open = new Bench("https://hooks.example.com")) {
      for (boolean call : List.of(false, true)) {
        open.twilio.answers(201, "{\"sid\":\"SM1\"}");
        open.send(Map.of("call", call));
        assertThat(open.form())
            .containsEntry(
                "StatusCallback",
                "https://hooks.example.com/webhooks/twilio?event=github~2Fdefault~2F1"
                    + "&route=a-route&delivery=0123456789abcdef0123456789abcdef");
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "400, 99999, Rejected",
    "404, 20404, Misconfigured",
    "401, 20003, Misconfigured",
    "403, 20003, Misconfigured",
    "403, 21610, Rejected",
    "429, 20429, Throttled",
    "500, 20500, Retry",
    "503, 20503, Retry",
    "500, 21611, Retry",
    "302, 0, Rejected"
  })
  void knowsWhatARefusalMeansAndSendsOnce(int status, int code, String outcome) {
    refuses(status, code, outcome);
  }

  @ParameterizedTest
  @CsvSource({
    // the recipient, and the words: never again
    "21211, Rejected",
    "21214, Rejected",
    "21217, Rejected",
    "21408, Rejected",
    "21601, Rejected",
    "21602, Rejected",
    "21604, Rejected",
    "21608, Rejected",
    "21610, Rejected",
    "21612, Rejected",
    "21614, Rejected",
    "21617, Rejected",
    "21619, Rejected",
    "21620, Rejected",
    "21635, Rejected",
    "21656, Rejected",
    "21910, Rejected",
    "63003, Rejected",
    "63016, Rejected",
    "60410, Rejected",
    // calls
    "21201, Rejected",
    "21203, Rejected",
    "21215, Rejected",
    "21216, Rejected",
    "21219, Rejected",
    "12100, Rejected",
    "21210, Misconfigured",
    "21213, Misconfigured",
    // the sender, and the account: nothing can be sent until a person mends it
    "21212, Misconfigured",
    "21603, Misconfigured",
    "21606, Misconfigured",
    "21659, Misconfigured",
    "21660, Misconfigured",
    "21701, Misconfigured",
    "21703, Misconfigured",
    "21705, Misconfigured",
    "30034, Misconfigured",
    "63007, Misconfigured",
    "10001, Misconfigured",
    "20005, Misconfigured",
    "20008, Misconfigured",
    "21609, Misconfigured",
    // later
    "14107, Throttled",
    "20429, Throttled",
    "21611, Throttled",
    "30022, Throttled",
    "63018, Throttled",
    "10004, Throttled"
  })
  void knowsEachCode(int code, String outcome) {
    refuses(400, code, outcome);
  }

  private void refuses(int status, int code, String outcome) {
    twilio.answers(
        status,
        "{\"code\":%d,\"status\":%d,\"message\":\"x %s %s\"}"
            .formatted(code, status, Bench.AUTH_TOKEN, Bench.TO));
    Outcome got = send(Map.of());
    assertThat(got.getClass().getSimpleName()).isEqualTo(outcome);
    assertThat(got.toString())
        .contains("HTTP " + status)
        .contains(code == 0 || status == 401 ? "" : "error " + code)
        .doesNotContain(Bench.AUTH_TOKEN)
        .doesNotContain(Bench.TO)
        .doesNotContain(Bench.SID);
    assertThat(twilio.requests()).hasSize(1);
  }

  @Test
  void aWrongSenderOfOneRouteStopsNoOther() {
    twilio.answers(400, "{\"code\":21606}");
    assertThat(send(Map.of("from", "+14155550100"))).isInstanceOf(Outcome.Rejected.class);
  }

  @Test
  void takesA401WithAChallengeForAWrongToken() {
    twilio.answers(401, "{\"code\":20003}", "WWW-Authenticate", "Basic realm=\"Twilio API\"");
    assertThat(send(Map.of()))
        .isEqualTo(
            new Outcome.Misconfigured(
                "Twilio: HTTP 401: the account SID or the auth token is wrong"));
    assertThat(twilio.requests()).hasSize(1);
  }

  @Test
  void waitsAsLongAsTwilioSays() {
    twilio.answers(429, "{\"code\":20429}", "Retry-After", "17");
    assertThat(send(Map.of()))
        .isEqualTo(
            new Outcome.Throttled(
                Duration.ofSeconds(17), "Twilio: HTTP 429, error 20429: too many requests"));
  }

  @Test
  void doesNotKnowWhatBecameOfAMessageWhoseAnswerNeverCame() {
    twilio.breaks();
    assertThat(send(Map.of())).isInstanceOf(Outcome.Unknown.class);
    assertThat(twilio.requests()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{\"sid\":\"\"}", "{\"sid\":null}", "<html>ok</html>", "", "[1"})
  void doesNotTakeAYesForOneThatNamesNoMessage(String body) {
    twilio.answers(200, body);
    assertThat(send(Map.of()))
        .isInstanceOf(Outcome.Unknown.class)
        .asString()
        .doesNotContain("html");
  }

  @Test
  void retriesWhenNothingListens() {
    twilio.close();
    assertThat(send(Map.of())).isInstanceOf(Outcome.Retry.class);
  }

  @Test
  void aPayloadAddsNoFieldOfItsOwn() {
    twilio.answers(201, "{\"sid\":\"SM1\"}");
    String hostile = "x&To=+19005550000&MediaUrl=http://evil\r\nTo: +19005550000\0";
    bench.sender(Map.of()).send(Bench.delivery(hostile, Map.of("text", "{{ title }}")));
    assertThat(bench.form()).containsOnlyKeys("To", "From", "Body").containsEntry("To", Bench.TO);
    assertThat(bench.form().get("Body"))
        .isEqualTo("x&To=+19005550000&MediaUrl=http://evil To: +19005550000");
  }

  @Test
  void refusesASecretWithoutAToken() {
    assertThatThrownBy(
            () ->
                new TwilioConnector(Optional.empty())
                    .connect(Entries.connection("twilio", Map.of("accountSid", Bench.SID))))
        .isInstanceOf(MisconfiguredException.class)
        .hasMessageContaining("patchbay/connectors/twilio")
        .hasMessageContaining("authToken");
  }

  @Test
  void aSecretShowsNoToken() {
    Map<String, Object> fields = new HashMap<>();
    fields.put("accountSid", Bench.SID);
    fields.put("authToken", Bench.AUTH_TOKEN);
    assertThat(Entries.connection("twilio", fields).secret(TwilioSecret.class).toString())
        .doesNotContain(Bench.AUTH_TOKEN);
  }
}
