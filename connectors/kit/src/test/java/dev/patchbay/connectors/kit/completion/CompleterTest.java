package dev.patchbay.connectors.kit.completion;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSEvent.SQSMessage;
import dev.patchbay.connectors.kit.completion.Completions.Effect;
import dev.patchbay.connectors.kit.completion.Completions.Word;
import dev.patchbay.connectors.kit.ledger.Ledger;
import dev.patchbay.connectors.kit.queue.Queue;
import dev.patchbay.core.catalog.ConnectorEntry;
import dev.patchbay.core.json.Json;
import dev.patchbay.core.json.Records;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Words of a destination, told from deliveries and read as the catalog says. */
class CompleterTest {
  private static final Ledger.Key KEY = new Ledger.Key("github/default/1 & 2", "a-route/pager/3");

  private final List<Word> words = new ArrayList<>();
  private final List<String> delivered = new ArrayList<>();
  private final Map<String, Duration> hidden = new LinkedHashMap<>();
  private final List<String> buried = new ArrayList<>();
  private Effect effect = Effect.WRITTEN;

  private static ConnectorEntry entry(String completion) {
    return Records.bind(
        Json.parseObject("{\"name\": \"pager\" %s}".formatted(completion)), ConnectorEntry.class);
  }

  private static final ConnectorEntry ENTRY =
      entry(
          """
          , "completion": {"when": {}, "event": "data.event", "route": "data.route",
             "delivery": "data.delivery", "receipt": "data.id",
             "arrived": "type = 'message.delivered'", "reason": "$uppercase(data.why)"}
          """);

  private List<String> work(ConnectorEntry entry, String... bodies) {
    Queue queue =
        new Queue() {
          @Override
          public void hide(Map<String, Duration> pauses) {
            hidden.putAll(pauses);
          }

          @Override
          public void bury(String body, Map<String, String> attributes) {
            buried.add(body);
          }
        };
    Completions completions =
        word -> {
          words.add(word);
          return effect;
        };
    List<SQSMessage> messages = new ArrayList<>();
    for (String body : bodies) {
      SQSMessage message = new SQSMessage();
      message.setMessageId("m" + messages.size());
      message.setReceiptHandle("h" + messages.size());
      message.setBody(body);
      messages.add(message);
    }
    return new Completer(entry, completions, queue)
            .work(
                messages,
                rest -> {
                  rest.forEach(one -> delivered.add(one.getMessageId()));
                  return new SQSBatchResponse(List.of());
                })
            .getBatchItemFailures()
            .stream()
            .map(SQSBatchResponse.BatchItemFailure::getItemIdentifier)
            .toList();
  }

  private static String word(String type, String id, Map<String, Object> more) {
    Map<String, Object> data = new LinkedHashMap<>();
    data.putAll(
        Map.of(
            "event", KEY.event(), "route", "a-route", "delivery", id, "id", "SM1", "why", "off"));
    data.putAll(more);
    return Json.write(
        Map.of(
            "route", "completions-of-pager",
            "connectors", List.of("pager"),
            "deliveries", List.of(Map.of("connector", "pager", "completes", true)),
            "event", Map.of("detail", Map.of("type", type, "data", data))));
  }

  private static String word(String type) {
    return word(type, KEY.marker(), Map.of());
  }

  @Test
  void readsAWordAndFindsThePlaceByItsId() {
    assertThat(work(ENTRY, word("message.delivered"), word("message.failed"))).isEmpty();
    assertThat(words)
        .containsExactly(new Word(KEY, "SM1", true, "OFF"), new Word(KEY, "SM1", false, "OFF"));
    assertThat(delivered).isEmpty();
  }

  @Test
  void leavesDeliveriesToWhoeverMakesThemEvenThoseThatSpeakOfWords() {
    String delivery =
        """
        {"route": "a-route", "connectors": ["pager"],
         "deliveries": [{"connector": "pager", "text": "\\"completes\\""}],
         "event": {"detail": {"type": "push"}}}
        """;
    work(ENTRY, delivery, word("message.delivered"), "{\"completes\"");
    assertThat(delivered).containsExactly("m0", "m2");
    assertThat(words).hasSize(1);
  }

  @Test
  void comesAgainSoonWhereTheDeliveryIsStillUnderWay() {
    effect = Effect.TOO_EARLY;
    assertThat(work(ENTRY, word("message.delivered"))).containsExactly("m0");
    assertThat(hidden).containsEntry("h0", Duration.ofSeconds(30));
  }

  @Test
  void believesNoIdThatIsNotThatOfThePlace() {
    String other = new Ledger.Key("github/default/2", "a-route/pager/3").marker();
    assertThat(work(ENTRY, word("message.failed", other, Map.of()))).isEmpty();
    assertThat(work(ENTRY, word("message.failed", KEY.marker(), Map.of("route", "b")))).isEmpty();
    assertThat(words).isEmpty();
  }

  @Test
  void boundsWhatADestinationSaysAndBuriesWhatCannotBeRead() {
    work(ENTRY, word("message.failed", KEY.marker(), Map.of("why", "y".repeat(100_000))));
    assertThat(words.getFirst().reason()).hasSizeLessThanOrEqualTo(500);
    assertThat(work(ENTRY, word("message.failed", KEY.marker(), Map.of("why", List.of(1)))))
        .isEmpty();
    assertThat(buried).hasSize(1);
  }

  @Test
  void takesNothingForAConnectorThatHearsNoMore() {
    work(entry(""), word("message.delivered"));
    assertThat(delivered).containsExactly("m0");
    assertThat(words).isEmpty();
  }
}
