package dev.patchbay.connectors.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.connectors.spi.BatchSender;
import dev.patchbay.connectors.spi.Delivery;
import dev.patchbay.connectors.spi.Outcome;
import dev.patchbay.connectors.testkit.Entries;
import dev.patchbay.connectors.testkit.Loopback;
import dev.patchbay.core.json.Json;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What Splunk took is delivered when its indexer says so. */
class AcknowledgementTest {
  private static final String TAKEN = "{\"text\":\"Success\",\"code\":0,\"ackId\":7}";

  private final Loopback hec = new Loopback();

  @AfterEach
  void close() {
    hec.close();
  }

  private List<Outcome> send(Map<String, Object> secret) {
    return send(secret, List.of(delivery(), delivery()));
  }

  private List<Outcome> send(Map<String, Object> secret, List<Delivery> deliveries) {
    Map<String, Object> fields = new java.util.HashMap<>(secret);
    fields.putAll(Map.of("token", "s3cret", "baseUrl", hec.url()));
    Transport transport = new Transport(Duration.ofSeconds(5), Duration.ofSeconds(5));
    BatchSender sender =
        (BatchSender)
            new HttpConnector(
                    "splunk", transport, (_, _, _) -> true, Clock.systemUTC(), "eu-west-1")
                .connect(Entries.connection("splunk", fields));
    return Deliveries.send(sender, deliveries);
  }

  private static Delivery delivery() {
    return Entries.delivery("splunk", Deliveries.event(), Map.of());
  }

  @Test
  void isAskedForUntilItComes() {
    hec.answers(200, TAKEN)
        .answers(200, "{\"acks\":{\"7\":false}}")
        .answers(503, "{}")
        .answers(200, "{\"acks\":{\"7\":true}}");
    assertThat(send(Map.of("acknowledge", true)))
        .hasSize(2)
        .allMatch(Outcome.Delivered.class::isInstance);
    assertThat(hec.requests()).hasSize(4);
    String channel = hec.requests().getFirst().headers().get("x-splunk-request-channel");
    assertThat(channel).matches("[0-9a-f-]{36}");
    assertThat(hec.requests().subList(1, 4))
        .allSatisfy(
            question -> {
              assertThat(question.path()).isEqualTo("/services/collector/ack?channel=" + channel);
              assertThat(question.body()).isEqualTo("{\"acks\":[7]}");
              assertThat(question.headers()).containsEntry("authorization", "Splunk s3cret");
            });
  }

  /** Behind a load balancer, the indexer that took it is found again by a cookie. */
  @Test
  void isAskedForWhereTheEventsWent() {
    hec.answers(200, TAKEN, "Set-Cookie", "AWSALB=indexer-3; Path=/")
        .answers(200, "{\"acks\":{\"7\":true}}");
    assertThat(send(Map.of("acknowledge", true))).allMatch(Outcome.Delivered.class::isInstance);
    assertThat(hec.requests().getLast().headers()).containsEntry("cookie", "AWSALB=indexer-3");
  }

  /** Events of 200 KB each, of which a request holds two. */
  @Test
  void isAskedForOnceForAllRequestsOfABatch() {
    hec.answers(200, TAKEN)
        .answers(200, TAKEN.replace("7", "8"))
        .answers(200, TAKEN.replace("7", "9"))
        .answers(200, "{\"acks\":{\"7\":true,\"8\":false,\"9\":true}}")
        .answers(200, "{\"acks\":{\"8\":true}}");
    List<Delivery> deliveries =
        Stream.generate(() -> "x".repeat(200_000))
            .limit(6)
            .map(event -> Entries.delivery("splunk", Deliveries.event(), Map.of("event", event)))
            .toList();
    List<Outcome> outcomes = send(Map.of("acknowledge", true), deliveries);
    assertThat(outcomes).hasSize(6).allMatch(Outcome.Delivered.class::isInstance);
    assertThat(hec.requests()).hasSize(5);
    assertThat(Json.parseObject(hec.requests().get(3).body()).get("acks"))
        .asInstanceOf(InstanceOfAssertFactories.LIST)
        .containsExactlyInAnyOrder(7, 8, 9);
    assertThat(hec.requests().get(4).body()).isEqualTo("{\"acks\":[8]}");
  }

  @Test
  void leavesTheOutcomeUnknownWhereItDoesNotCome() {
    hec.answers(200, TAKEN);
    for (int i = 0; i < 9; i++) {
      hec.answers(200, "{\"acks\":{\"7\":false}}");
    }
    assertThat(send(Map.of("acknowledge", true)))
        .containsOnly(new Outcome.Unknown("taken, and not acknowledged within 8 s"));
  }

  @Test
  void isNotAskedForWhereNobodyWantsIt() {
    hec.answers(200, "{\"text\":\"Success\",\"code\":0}");
    assertThat(send(Map.of())).allMatch(Outcome.Delivered.class::isInstance);
    assertThat(hec.requests()).hasSize(1);
    assertThat(hec.requests().getFirst().headers()).doesNotContainKey("x-splunk-request-channel");
  }

  @Test
  void isNotAskedForWhatWasRefused() {
    hec.answers(
        400, "{\"text\":\"Event field is required\",\"code\":12,\"invalid-event-number\":0}");
    assertThat(send(Map.of("acknowledge", true)))
        .hasExactlyElementsOfTypes(Outcome.Rejected.class, Outcome.Retry.class);
    assertThat(hec.requests()).hasSize(1);
  }
}
