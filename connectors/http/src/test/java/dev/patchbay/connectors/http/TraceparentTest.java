package dev.patchbay.connectors.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.connectors.spi.Connection;
import dev.patchbay.connectors.spi.Delivery;
import dev.patchbay.connectors.spi.Outcome;
import dev.patchbay.core.catalog.Catalog;
import dev.patchbay.core.catalog.ConnectorEntry;
import dev.patchbay.core.event.Event;
import dev.patchbay.core.expression.Parameters;
import dev.patchbay.core.json.Json;
import dev.patchbay.core.secret.Secret;
import dev.patchbay.core.setting.Settings;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A destination can go on from the hub's trace. */
class TraceparentTest {
  private static final String ACCEPTED = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
  private static final String ATTEMPT = "00-4bf92f3577b34da6a3ce929d0e0e4736-53995c3f42cd8ad8-01";

  private static Destination.Got sent(String connector, Map<String, Object> parameters, Event event)
      throws IOException {
    ConnectorEntry entry = Catalog.of(new Settings(_ -> null)).connector(connector).orElseThrow();
    try (Destination destination = new Destination(204, "")) {
      Map<String, Object> secret = Map.of("baseUrl", destination.url() + "/hook");
      Outcome outcome =
          new HttpConnector(
                  connector,
                  new Transport(Duration.ofSeconds(5), Duration.ofSeconds(5)),
                  (_, _, _) -> true,
                  Clock.systemUTC(),
                  "")
              .connect(
                  new Connection(
                      new Secret("patchbay/connectors/" + connector, "1", secret),
                      entry,
                      Deliveries.memory()))
              .send(
                  new Delivery(
                      "marker",
                      "a-route",
                      event,
                      Parameters.render(entry.parameters(), parameters, event.detail()),
                      () -> new byte[0],
                      event.traceparent().isEmpty() ? "" : ATTEMPT));
      assertThat(outcome).isInstanceOf(Outcome.Delivered.class);
      return destination.got().getFirst();
    }
  }

  private static Event event() {
    return Deliveries.event().with("traceparent", ACCEPTED);
  }

  @Test
  void aWebhookNamesTheSpanOfTheAttempt() throws IOException {
    Destination.Got got = sent("webhook", Map.of(), event());
    assertThat(got.header("Traceparent")).isEqualTo(ATTEMPT);
    assertThat(Json.parseObject(got.body())).containsEntry("traceparent", ACCEPTED);
  }

  @Test
  void aCloudEventAlsoNamesTheSpanThatAcceptedIt() throws IOException {
    Destination.Got structured = sent("cloudevents", Map.of(), event());
    assertThat(structured.header("Traceparent")).isEqualTo(ATTEMPT);
    assertThat(Json.parseObject(structured.body())).containsEntry("traceparent", ACCEPTED);
    assertThat(structured.headers()).doesNotContainKey("Ce-traceparent");

    Destination.Got binary = sent("cloudevents", Map.of("mode", "binary"), event());
    assertThat(binary.header("Traceparent")).isEqualTo(ATTEMPT);
    assertThat(binary.header("Ce-traceparent")).isEqualTo(ACCEPTED);
  }

  @Test
  void anEventWithoutATraceIsSentWithoutOne() throws IOException {
    Destination.Got got = sent("cloudevents", Map.of(), Deliveries.event());
    assertThat(got.headers()).doesNotContainKey("Traceparent");
    assertThat(Json.parseObject(got.body())).doesNotContainKey("traceparent");
  }
}
