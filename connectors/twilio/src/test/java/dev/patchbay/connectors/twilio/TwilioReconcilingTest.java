package dev.patchbay.connectors.twilio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.patchbay.connectors.spi.Delivery;
import dev.patchbay.connectors.spi.Outcome;
import dev.patchbay.connectors.spi.Receipt;
import dev.patchbay.connectors.spi.Reconciling;
import dev.patchbay.connectors.spi.Sender;
import dev.patchbay.core.json.Json;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Looking a delivery up whose outcome is unknown, by the real SDK. */
class TwilioReconcilingTest {
  private static final String TEXT = "Deploy failed https://example.com/1";
  private static final DateTimeFormatter RFC_2822 =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss Z", Locale.US)
          .withZone(ZoneOffset.UTC);

  private final Bench bench = new Bench();
  private final Delivery delivery = Bench.delivery(Map.of());

  @AfterEach
  void stop() {
    bench.close();
  }

  private Optional<Receipt> find(Delivery wanted) {
    return find(Map.of(), wanted);
  }

  private Optional<Receipt> find(Map<String, Object> secret, Delivery wanted) {
    return ((Reconciling) bench.sender(secret)).find(wanted);
  }

  private static Map<String, Object> message(String sid, String body, Map<String, Object> more) {
    Map<String, Object> message = new LinkedHashMap<>();
    message.put("sid", sid);
    message.put("body", body);
    message.put("from", TwilioParameters.TEST_NUMBER);
    message.put("to", Bench.TO);
    message.put("direction", "outbound-api");
    message.put("date_created", RFC_2822.format(Instant.parse("2026-11-23T10:00:05Z")));
    message.putAll(more);
    return message;
  }

  private void lists(String kind, String next, Object... records) {
    Map<String, Object> page = new LinkedHashMap<>();
    page.put(kind, List.of(records));
    page.put("uri", "/2010-04-01/Accounts/" + Bench.SID + "/Messages.json?Page=0");
    page.put("page", 0);
    page.put("page_size", 200);
    page.put("next_page_uri", next);
    bench.twilio.answers(200, Json.write(page));
  }

  @Test
  void findsTheMessageByItsEndsItsWordsAndItsTime() {
    lists(
        "messages",
        null,
        message("SM1", "something else", Map.of()),
        message("SM2", TEXT, Map.of("direction", "inbound")),
        message("SM3", TEXT, Map.of("from", "+14155550100")),
        message("SM4", TEXT, Map.of("date_created", "Mon, 23 Nov 2026 09:00:00 +0000")),
        message("SM5", TEXT, Map.of()));
    assertThat(find(delivery)).contains(new Receipt("SM5"));
    var request = bench.twilio.requests().getFirst();
    assertThat(request.method()).isEqualTo("GET");
    assertThat(URLDecoder.decode(request.path(), StandardCharsets.UTF_8))
        .startsWith("/2010-04-01/Accounts/" + Bench.SID + "/Messages.json?")
        .contains("To=" + Bench.TO)
        .contains("PageSize=200");
    assertThat(request.headers()).containsKey("authorization");
  }

  @Test
  void findsAMessageThatStillWaitsToBeSent() {
    Map<String, Object> queued = message("SM1", TEXT, Map.of());
    queued.put("date_sent", null);
    lists("messages", null, queued);
    assertThat(find(delivery)).contains(new Receipt("SM1"));
  }

  @Test
  void knowsATrialAccountsMessage() {
    lists(
        "messages",
        null,
        message("SM1", "Sent from your Twilio trial account - " + TEXT, Map.of()));
    assertThat(find(delivery)).contains(new Receipt("SM1"));
  }

  @Test
  void isSureThatThereIsNone() {
    lists("messages", null);
    assertThat(find(delivery)).isEmpty();
  }

  @Test
  void readsOnUntilAPageIsOlderThanTheEvent() {
    String next = "/2010-04-01/Accounts/" + Bench.SID + "/Messages.json?Page=1&PageToken=x";
    lists("messages", next, message("SM1", "else", Map.of()));
    lists(
        "messages",
        next,
        message("SM2", TEXT, Map.of("date_created", "Sun, 22 Nov 2026 09:00:00 +0000")));
    assertThat(find(delivery)).isEmpty();
    assertThat(bench.twilio.requests()).hasSize(2);
    assertThat(bench.twilio.requests().getLast().path()).isEqualTo(next);
  }

  @Test
  void doesNotClaimToBeSureWhereThereAreTooMany() {
    String next = "/2010-04-01/Accounts/" + Bench.SID + "/Messages.json?Page=1";
    for (int i = 0; i < 5; i++) {
      lists("messages", next, message("SM" + i, "else", Map.of()));
    }
    assertThatThrownBy(() -> find(delivery)).isInstanceOf(IllegalStateException.class);
    assertThat(bench.twilio.requests()).hasSize(5);
  }

  @Test
  void doesNotClaimToBeSureWhereTwilioSaysNothing() {
    bench.twilio.answers(403, "{\"code\":20008}").answers(200, "{\"messages\": \"" + TEXT);
    assertThatThrownBy(() -> find(delivery)).hasMessage("HTTP 403");
    assertThatThrownBy(() -> find(delivery))
        .isInstanceOf(RuntimeException.class)
        .hasMessageNotContaining(TEXT)
        .hasNoCause();
  }

  @Test
  void looksForTheMessagesOfAMessagingService() {
    Map<String, Object> secret = Map.of("from", "", "messagingServiceSid", "MG1");
    Map<String, Object> ours = Map.of("messaging_service_sid", "MG1", "from", "+14155550199");
    lists("messages", null, message("SM1", TEXT, Map.of()), message("SM2", TEXT, ours));
    assertThat(find(secret, delivery)).contains(new Receipt("SM2"));
  }

  @Test
  void findsATemplatesMessageByItsEndsAlone() {
    lists("messages", null, message("SM1", "Hello Mira", Map.of()));
    String template = "HX00000000000000000000000000000000";
    assertThat(find(Bench.delivery(Map.of("contentSid", template)))).contains(new Receipt("SM1"));
  }

  @Test
  void findsACall() {
    lists("calls", null, message("CA1", null, Map.of("direction", "outbound-api")));
    assertThat(find(Bench.delivery(Map.of("call", true)))).contains(new Receipt("CA1"));
    assertThat(URLDecoder.decode(bench.twilio.requests().getFirst().path(), StandardCharsets.UTF_8))
        .contains("/Calls.json?")
        .contains("To=" + Bench.TO)
        .contains("From=" + TwilioParameters.TEST_NUMBER);
  }

  @Test
  void takesNoMessageOfAnotherDeliveryForItsOwn() {
    Sender sender = bench.sender(Map.of());
    bench.twilio.answers(201, "{\"sid\":\"SM1\"}");
    assertThat(sender.send(delivery)).isEqualTo(new Outcome.Delivered(new Receipt("SM1")));
    lists("messages", null, message("SM1", TEXT, Map.of()));
    assertThat(find(Bench.other(delivery))).isEmpty();
    lists("messages", null, message("SM1", TEXT, Map.of()));
    assertThat(find(delivery)).contains(new Receipt("SM1"));
  }

  @Test
  void takesNoMessageFromBeforeTheAttempt() {
    Sender sender = bench.sender(Map.of());
    bench.twilio.breaks();
    assertThat(sender.send(delivery)).isInstanceOf(Outcome.Unknown.class);
    Instant before = Instant.now().minusSeconds(120);
    Instant after = Instant.now().plusSeconds(1);
    lists(
        "messages",
        null,
        message("SM2", TEXT, Map.of("date_created", RFC_2822.format(after))),
        message("SM1", TEXT, Map.of("date_created", RFC_2822.format(before))));
    assertThat(find(delivery)).contains(new Receipt("SM2"));
  }

  @Test
  void looksBeforeItSendsAgainWhatMayHaveBeenSent() {
    List<Outcome> outcomes = new ArrayList<>();
    Sender sender = bench.sender(Map.of());
    bench.twilio.answers(500, "{\"code\":20500}");
    outcomes.add(sender.send(delivery));
    lists(
        "messages",
        null,
        message("SM1", TEXT, Map.of("date_created", RFC_2822.format(Instant.now()))));
    outcomes.add(sender.send(delivery));
    assertThat(outcomes.getFirst()).isInstanceOf(Outcome.Retry.class);
    assertThat(outcomes.getLast()).isEqualTo(new Outcome.Delivered(new Receipt("SM1")));
    assertThat(bench.twilio.requests())
        .extracting(request -> request.method())
        .containsExactly("POST", "GET");
  }

  @Test
  void sendsAgainWhatIsNotThereOrCannotBeLookedUp() {
    Sender sender = bench.sender(Map.of());
    bench.twilio.breaks();
    sender.send(delivery);
    lists("messages", null);
    bench.twilio.breaks();
    sender.send(delivery);
    bench.twilio.answers(403, "{\"code\":20008}").answers(201, "{\"sid\":\"SM9\"}");
    assertThat(sender.send(delivery)).isEqualTo(new Outcome.Delivered(new Receipt("SM9")));
    assertThat(bench.twilio.requests())
        .extracting(request -> request.method())
        .containsExactly("POST", "GET", "POST", "GET", "POST");
  }
}
