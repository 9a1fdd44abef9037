package dev.patchbay.connectors.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.patchbay.connectors.spi.BatchSender;
import dev.patchbay.connectors.spi.MisconfiguredException;
import dev.patchbay.connectors.spi.Outcome;
import dev.patchbay.connectors.spi.Sender;
import dev.patchbay.connectors.testkit.Entries;
import dev.patchbay.core.event.Event;
import dev.patchbay.core.json.Json;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What events and secrets put into headers. */
class HeaderTest {
  private static Sender sender(String connector, Map<String, Object> secret) {
    return new HttpConnector(
            connector,
            Transport.within(Duration.ofSeconds(25)),
            (_, _, _) -> true,
            Clock.systemUTC(),
            "eu-west-1")
        .connect(Entries.connection(connector, secret));
  }

  private static Event event(String subject) {
    Map<String, Object> detail = new LinkedHashMap<>(Deliveries.event().detail());
    detail.put("subject", subject);
    return new Event(detail);
  }

  @ParameterizedTest
  @CsvSource({
    "sumo-logic, host, X-Sumo-Host",
    "sumo-logic, category, X-Sumo-Category",
    "sumo-logic, name, X-Sumo-Name",
    "sumo-logic, fields, X-Sumo-Fields",
    "loggly, tags, X-LOGGLY-TAG",
  })
  void rejectTheirOwnDeliveryAlone(String connector, String parameter, String header)
      throws IOException {
    try (Destination destination = new Destination(200, "{\"response\": \"ok\"}")) {
      BatchSender sender =
          (BatchSender) sender(connector, Map.of("baseUrl", destination.url(), "token", "a-token"));
      List<Outcome> outcomes =
          Deliveries.send(
              sender,
              List.of(
                  Entries.delivery(connector, Deliveries.event(), Map.of(parameter, "日本")),
                  Entries.delivery(connector, Deliveries.event(), Map.of(parameter, "tokyo"))));
      assertThat(outcomes.getFirst())
          .isEqualTo(
              new Outcome.Rejected(
                  "the header " + header + " holds characters other than ASCII's"));
      assertThat(outcomes.getLast()).isInstanceOf(Outcome.Delivered.class);
      assertThat(destination.got()).hasSize(1);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"deploy 日本", "caf\u00e9"})
  void areRejectedWhereAServerWouldReadSomethingElse(String event) throws IOException {
    try (Destination destination = new Destination(204, "")) {
      assertThat(
              sender("webhook", Map.of("baseUrl", destination.url()))
                  .send(Entries.delivery("webhook", Deliveries.event(), Map.of("event", event))))
          .isInstanceOf(Outcome.Rejected.class);
      assertThat(destination.got()).isEmpty();
    }
  }

  /** The encoded texts are those of the binding's own example. */
  @Test
  void carryTheAttributesOfACloudEventPercentEncoded() throws IOException {
    try (Destination destination = new Destination(202, "")) {
      assertThat(
              sender("cloudevents", Map.of("baseUrl", destination.url()))
                  .send(
                      Entries.delivery(
                          "cloudevents",
                          event("Euro \u20AC \uD83D\uDE00 100% \"a/b\""),
                          Map.of("mode", "binary", "ceType", "déploy"))))
          .isInstanceOf(Outcome.Delivered.class);
      Destination.Got got = destination.got().getFirst();
      assertThat(got.header("Ce-subject"))
          .isEqualTo("Euro%20%E2%82%AC%20%F0%9F%98%80%20100%25%20%22a/b%22");
      assertThat(got.header("Ce-type")).isEqualTo("d%C3%A9ploy");
      assertThat(got.header("Ce-id")).isEqualTo("github/default/1");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"Host", "content-length", "Transfer-Encoding", "no name"})
  void ofTheSecretThatCannotBeSentAreSaidBeforeAnyDelivery(String name) {
    Map<String, Object> secret =
        Map.of("baseUrl", "https://example.com/x", "headerName", name, "headerValue", "v");
    assertThatThrownBy(() -> sender("webhook", secret))
        .isInstanceOf(MisconfiguredException.class)
        .hasMessageStartingWith("secret patchbay/connectors/webhook: ");
  }

  @Test
  void thatShowTheSenderAreWrongForEveryDelivery() throws IOException {
    try (Destination destination = new Destination(200, Json.write(Map.of("id", "1")))) {
      assertThat(
              sender("hubspot", Map.of("baseUrl", destination.url(), "token", "t\u00f6ken"))
                  .send(Entries.delivery("hubspot", Deliveries.event(), Map.of())))
          .isEqualTo(
              new Outcome.Misconfigured(
                  "what the secret shows: the header Authorization holds characters other than"
                      + " ASCII's"));
      assertThat(destination.got()).isEmpty();
    }
  }
}
