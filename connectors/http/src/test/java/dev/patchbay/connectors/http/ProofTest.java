package dev.patchbay.connectors.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.connectors.kit.destination.Mask;
import dev.patchbay.connectors.spi.Delivery;
import dev.patchbay.connectors.spi.Outcome;
import dev.patchbay.connectors.testkit.Entries;
import dev.patchbay.core.catalog.ConnectorEntry;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A status alone delivers nothing where the destination always gives a proof. */
class ProofTest {
  private static final Delivery DELIVERY =
      new Delivery("marker", "a-route", Deliveries.event(), Map.of(), () -> new byte[0]);

  /** Those whose yes is a status, by their documents: its body is empty or says nothing. */
  private static final Set<String> BY_STATUS =
      Set.of(
          "cloudevents",
          "webhook",
          "teams",
          "sumo-logic",
          "loki",
          "datadog-logs",
          "github-dispatch",
          "intercom");

  private static AnswerReading reading(String name) {
    ConnectorEntry entry = Entries.of(name);
    return AnswerReading.of(
        entry.request(), entry.effect(), Mask.of(entry, Map.of(), List::of), Clock.systemUTC());
  }

  static Stream<String> names() throws IOException {
    return DeclaredContractTest.names().filter(name -> !BY_STATUS.contains(name));
  }

  @ParameterizedTest
  @MethodSource("names")
  void takesNoAnswerWithoutItsProof(String name) {
    for (int status : new int[] {200, 201, 202}) {
      for (String body :
          new String[] {
            "",
            "{}",
            "[]",
            "OK",
            "{\"error\": \"broken\"}",
            "{\"errors\": [{\"message\": \"broken\"}]}"
          }) {
        assertThat(reading(name).outcome(new Answer(status, Map.of(), body), DELIVERY))
            .as(status + " " + body)
            .isNotInstanceOf(Outcome.Delivered.class);
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "asana       | {\"errors\": [{\"message\": \"no such project\"}]}            | no such"
            + " project",
        "jira        | {\"errorMessages\": [], \"errors\": {\"project\": \"is gone\"}} | is gone",
        "gitlab      | {\"error\": \"title is missing\"}                           | title is"
            + " missing",
        "notion      | {\"object\": \"error\", \"message\": \"no such database\"}    | no such"
            + " database",
        "trello      | {\"error\": \"BAD\", \"message\": \"no such list\"}           | no such"
            + " list",
        "zendesk     | {\"error\": \"RecordInvalid\", \"description\": \"no subject\"} | no"
            + " subject",
        "hubspot     | {\"status\": \"error\", \"message\": \"no such owner\"}       | no such"
            + " owner",
        "pushover    | {\"status\": 0, \"errors\": [\"user is invalid\"]}            | user is"
            + " invalid",
        "postmark    | {\"ErrorCode\": 406, \"Message\": \"inactive recipient\"}     | inactive"
            + " recipient",
        "opsgenie    | {\"message\": \"not processable\", \"errors\": {\"a\": \"b\"},"
            + " \"requestId\": \"1\"} | not processable",
        "google-chat | {\"error\": {\"message\": \"no such space\"}}               | no such space",
      })
  void readsTheErrorThatAYesHolds(String name, String body, String said) {
    assertThat(reading(name).outcome(new Answer(200, Map.of(), body), DELIVERY))
        .isInstanceOfSatisfying(
            Outcome.Rejected.class, rejected -> assertThat(rejected.reason()).contains(said));
  }
}
