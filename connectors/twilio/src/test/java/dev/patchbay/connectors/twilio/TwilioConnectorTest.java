package dev.patchbay.connectors.twilio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.patchbay.connectors.spi.Delivery;
import dev.patchbay.connectors.spi.MisconfiguredException;
import dev.patchbay.connectors.spi.Outcome;
import dev.patchbay.connectors.spi.Receipt;
import dev.patchbay.connectors.spi.Sender;
import dev.patchbay.connectors.testkit.Entries;
import dev.patchbay.connectors.testkit.Loopback;
import dev.patchbay.core.event.Event;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TwilioConnectorTest {
  private static final String SID = "AC00000000000000000000000000000000";
  private static final String AUTH_TOKEN = "a-very-secret-token";
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
              "title",
              "Deploy\nfailed",
              "url",
              "https://example.com/1",
              "severity",
              "error"));

  private final Loopback twilio = new Loopback();

  @AfterEach
  void stop() {
    twilio.close();
  }

  private Sender sender(Map<String, Object> more) {
    Map<String, Object> secret = new HashMap<>(more);
    secret.putAll(Map.of("accountSid", SID, "authToken", AUTH_TOKEN, "baseUrl", twilio.url()));
    return new TwilioConnector().connect(Entries.connection("twilio", secret));
  }

  private Outcome send(Map<String, Object> parameters) {
    return sender(Map.of()).send(delivery(parameters));
  }

  private static Delivery delivery(Map<String, Object> parameters) {
    Map<String, Object> all = new HashMap<>(parameters);
    all.putIfAbsent("to", "+15005550009");
    return Entries.delivery("twilio", EVENT, all);
  }

  private Map<String, String> form() {
    Map<String, String> form = new HashMap<>();
    for (String field : twilio.requests().getLast().body().split("&")) {
      String[] pair = field.split("=", 2);
      form.put(pair[0], URLDecoder.decode(pair[1], StandardCharsets.UTF_8));
    }
    return form;
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
    assertThat(request.path()).isEqualTo("/2010-04-01/Accounts/" + SID + "/Messages.json");
    assertThat(request.headers())
        .containsEntry(
            "authorization",
            "Basic "
                + Base64.getEncoder()
                    .encodeToString((SID + ":" + AUTH_TOKEN).getBytes(StandardCharsets.UTF_8)));
    assertThat(form())
        .containsOnly(
            Map.entry("To", "+15005550009"),
            Map.entry("From", "+15005550006"),
            Map.entry("Body", "hello + goodbye"));
  }

  @Test
  void readsWellWithoutATextAndOnOneLine() {
    twilio.answers(201, "{\"sid\":\"SM1\"}");
    send(Map.of());
    assertThat(form()).containsEntry("Body", "Deploy failed https://example.com/1");
  }

  @ParameterizedTest
  @CsvSource({
    "+14155550100, +14155550111, MG1, From, +14155550100",
    "'', +14155550111, MG1, From, +14155550111",
    "'', '', MG1, MessagingServiceSid, MG1",
    "'', '', '', From, +15005550006"
  })
  void asksTheRouteThenTheSecretForTheSender(
      String route, String from, String service, String field, String value) {
    twilio.answers(201, "{\"sid\":\"SM1\"}");
    sender(Map.of("from", from, "messagingServiceSid", service))
        .send(delivery(route.isEmpty() ? Map.of() : Map.of("from", route)));
    assertThat(form()).containsEntry(field, value);
  }

  @Test
  void cutsATextThatIsTooLong() {
    assertThat(new TwilioParameters("+1", "😀".repeat(1000), null).text())
        .hasSizeLessThanOrEqualTo(1600)
        .endsWith("😀…");
  }

  @ParameterizedTest
  @CsvSource({
    "400, 21211, Rejected",
    "400, 21610, Rejected",
    "400, 99999, Rejected",
    "400, 21606, Misconfigured",
    "400, 21705, Misconfigured",
    "400, 21611, Throttled",
    "401, 20003, Misconfigured",
    "403, 20003, Misconfigured",
    "404, 20404, Misconfigured",
    "429, 20429, Throttled",
    "500, 20500, Retry",
    "503, 20503, Retry",
    "302, 0, Rejected"
  })
  void knowsWhatARefusalMeansAndSendsOnce(int status, int code, String outcome) {
    twilio.answers(status, "{\"code\":" + code + ",\"status\":" + status + ",\"message\":\"x\"}");
    Outcome got = send(Map.of());
    assertThat(got.getClass().getSimpleName()).isEqualTo(outcome);
    assertThat(got.toString())
        .contains("HTTP " + status)
        .doesNotContain(AUTH_TOKEN)
        .doesNotContain(SID);
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
    assertThat(send(Map.of())).isInstanceOf(Outcome.Misconfigured.class);
    assertThat(twilio.requests()).hasSize(1);
  }

  @Test
  void waitsAsLongAsTwilioSays() {
    twilio.answers(429, "{\"code\":20429}", "Retry-After", "17");
    assertThat(send(Map.of()))
        .isEqualTo(new Outcome.Throttled(Duration.ofSeconds(17), "Twilio: HTTP 429, error 20429"));
  }

  @Test
  void doesNotKnowWhatBecameOfAMessageWhoseAnswerNeverCame() {
    twilio.breaks();
    assertThat(send(Map.of())).isInstanceOf(Outcome.Unknown.class);
    assertThat(twilio.requests()).hasSize(1);
  }

  @Test
  void retriesWhenNothingListens() {
    twilio.close();
    assertThat(send(Map.of())).isInstanceOf(Outcome.Retry.class);
  }

  @Test
  void refusesASecretWithoutAToken() {
    assertThatThrownBy(
            () ->
                new TwilioConnector()
                    .connect(Entries.connection("twilio", Map.of("accountSid", SID))))
        .isInstanceOf(MisconfiguredException.class)
        .hasMessageContaining("patchbay/connectors/twilio")
        .hasMessageContaining("authToken");
  }
}
