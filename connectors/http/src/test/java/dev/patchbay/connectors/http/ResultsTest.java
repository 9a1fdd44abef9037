package dev.patchbay.connectors.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.connectors.spi.Connection;
import dev.patchbay.connectors.spi.Delivery;
import dev.patchbay.connectors.spi.Outcome;
import dev.patchbay.connectors.testkit.Entries;
import dev.patchbay.core.event.Event;
import dev.patchbay.core.json.Json;
import dev.patchbay.core.secret.Secret;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a call comes to, back on the bus. */
class ResultsTest {
  private final List<Map<String, Object>> published = new ArrayList<>();
  private boolean busWorks = true;

  private Outcome call(String answer, Event event) throws IOException {
    try (Destination algorithmia = new Destination(200, answer)) {
      ResultBus bus =
          (source, type, detail) -> {
            published.add(
                Map.of("source", source, "type", type, "detail", Json.parseObject(detail)));
            return busWorks;
          };
      Map<String, Object> secret = Map.of("token", "simKey", "baseUrl", algorithmia.url());
      Outcome outcome =
          new HttpConnector(
                  "algorithmia",
                  new Transport(Duration.ofSeconds(5), Duration.ofSeconds(5)),
                  bus,
                  Clock.systemUTC(),
                  "eu-west-1")
              .connect(
                  new Connection(
                      new Secret("patchbay/connectors/algorithmia", "", secret),
                      Entries.of("algorithmia"),
                      Deliveries.memory()))
              .send(
                  new Delivery(
                      "marker",
                      "a-route",
                      event,
                      Map.of(
                          "algorithm",
                          "nlp/Summarizer/0.1.8",
                          "input",
                          Map.of("text", "long"),
                          "timeout",
                          10),
                      () -> new byte[0]));
      calls = algorithmia.got().size();
      if (calls > 0) {
        assertThat(algorithmia.got().getFirst().uri())
            .isEqualTo("/v1/algo/nlp/Summarizer/0.1.8?timeout=10");
        assertThat(algorithmia.got().getFirst().header("Authorization")).isEqualTo("Simple simKey");
        assertThat(algorithmia.got().getFirst().body()).isEqualTo("{\"text\":\"long\"}");
      }
      return outcome;
    }
  }

  private int calls;

  @Test
  void comesBackAsAnEventThatNamesItsCause() throws IOException {
    assertThat(call("{\"result\":\"short\",\"metadata\":{\"duration\":0.1}}", Deliveries.event()))
        .isInstanceOf(Outcome.Delivered.class);
    assertThat(published).hasSize(1);
    assertThat(published.getFirst())
        .containsEntry("source", "patchbay.algorithmia")
        .containsEntry("type", "result");
    Event result = new Event(Json.object(published.getFirst().get("detail")));
    assertThat(result.key()).isEqualTo("algorithmia/default/marker");
    assertThat(result.subject()).isEqualTo("nlp/Summarizer/0.1.8");
    assertThat(result.detail()).containsEntry("cause", "github/default/1").containsEntry("hops", 1);
    assertThat(Json.object(result.data())).containsEntry("result", "short");
    assertThat(Json.object(Json.object(result.data()).get("cause"))).containsEntry("id", "1");
  }

  @Test
  void endsALoopBeforeTheSixthCall() throws IOException {
    assertThat(call("{\"result\":1}", Deliveries.event().with("hops", 4)))
        .isInstanceOf(Outcome.Delivered.class);
    assertThat(call("{\"result\":1}", Deliveries.event().with("hops", 5)))
        .isInstanceOf(Outcome.Rejected.class)
        .asString()
        .contains("feeds itself");
    assertThat(calls).isZero();
  }

  @Test
  void callsAgainWhereTheBusDidNotTakeIt() throws IOException {
    busWorks = false;
    assertThat(call("{\"result\":1}", Deliveries.event())).isInstanceOf(Outcome.Retry.class);
  }

  @Test
  void publishesNothingWhereTheAlgorithmFailed() throws IOException {
    assertThat(call("{\"error\":{\"message\":\"boom\"}}", Deliveries.event()))
        .isEqualTo(new Outcome.Rejected("Algorithmia: boom"));
    assertThat(published).isEmpty();
  }
}
