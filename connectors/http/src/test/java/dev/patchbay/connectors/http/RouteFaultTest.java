package dev.patchbay.connectors.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.connectors.kit.destination.Mask;
import dev.patchbay.connectors.spi.Delivery;
import dev.patchbay.connectors.spi.Outcome;
import dev.patchbay.connectors.testkit.Entries;
import dev.patchbay.core.catalog.ConnectorEntry;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a route itself names is the route's own fault, and holds up no other. */
class RouteFaultTest {
  private static final String SENDGRID =
      "{\"errors\": [{\"message\": \"The from address does not match a verified Sender Identity.\","
          + " \"field\": \"from\", \"help\": null}]}";

  private static AnswerReading reading(ConnectorEntry entry) {
    return AnswerReading.of(
        entry.request(),
        entry.effect(),
        Mask.of(entry, Map.of("token", "s3cret-token"), List::of),
        Clock.systemUTC());
  }

  private static Outcome outcome(
      String connector, int status, String body, String named, String value) {
    Map<String, Object> parameters = new HashMap<>(Map.of("to", "ops@example.com"));
    if (!named.isEmpty()) {
      parameters.put(named, value);
    }
    return reading(Entries.of(connector))
        .outcome(
            new Answer(status, Map.of(), body),
            Entries.delivery(connector, Deliveries.event(), parameters));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "sendgrid|403|" + SENDGRID,
        "postmark|422|{\"ErrorCode\": 400, \"Message\": \"not a Sender Signature\"}",
        "postmark|422|{\"ErrorCode\": 401, \"Message\": \"Sender signature not confirmed\"}",
        "postmark|422|{\"ErrorCode\": 300, \"Message\": \"'x' is not a verified sender"
            + " signature.\"}"
      })
  void rejectsASenderThatTheRouteNamesAndIsNotVerified(String connector, int status, String body) {
    assertThat(outcome(connector, status, body, "from", "me@example.com"))
        .isInstanceOfSatisfying(
            Outcome.Rejected.class, outcome -> assertThat(outcome.reason()).contains("`from`"));
    assertThat(outcome(connector, status, body, "", "")).isInstanceOf(Outcome.Misconfigured.class);
  }

  @Test
  void holdsATokenThatIsWrongAgainstNoRoute() {
    String unknown = "{\"errors\": [{\"message\": \"access forbidden\", \"field\": null}]}";
    assertThat(outcome("sendgrid", 403, unknown, "from", "me@example.com"))
        .isInstanceOf(Outcome.Misconfigured.class);
    String missing = "{\"ErrorCode\": 10, \"Message\": \"Bad or missing Server API token.\"}";
    assertThat(outcome("postmark", 401, missing, "from", "me@example.com"))
        .isInstanceOf(Outcome.Misconfigured.class);
  }

  @Test
  void holdsARecipientOfTheSecretAgainstNoRoute() {
    String invalid =
        "{\"user\": \"invalid\", \"errors\": [\"user identifier is not valid\"], \"status\": 0}";
    String user = "uQiRzpo4DXghDmr9QzzfQu27cmVRsG";
    assertThat(outcome("pushover", 400, invalid, "user", user))
        .isInstanceOf(Outcome.Rejected.class);
    assertThat(outcome("pushover", 400, invalid, "", "")).isInstanceOf(Outcome.Misconfigured.class);
  }

  /** Of those that share a request each is read with its own. */
  @Test
  void readsEachOfABatchWithItsOwnParameters() {
    ConnectorEntry entry =
        Deliveries.entry(
            "idempotent",
            """
            {"path": "/", "batch": {"most": 9, "join": "array", "items": "body"}, "outcomes": [
              {"when": "item = parameters.like", "outcome": "delivered"},
              {"when": "true", "outcome": "rejected", "reason": "{{ parameters.like }}"}]}
            """);
    List<Delivery> deliveries =
        List.of("a", "b").stream()
            .map(
                like ->
                    new Delivery(
                        "1", "r", Deliveries.event(), Map.of("like", like), () -> new byte[0]))
            .toList();
    assertThat(reading(entry).outcomes(new Answer(200, Map.of(), "[\"a\", \"c\"]"), deliveries))
        .containsExactly(
            new Outcome.Delivered(dev.patchbay.connectors.spi.Receipt.NONE),
            new Outcome.Rejected("b"));
  }
}
