package dev.patchbay.webhooks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.core.catalog.Catalog;
import dev.patchbay.core.event.DataRef;
import dev.patchbay.core.json.Json;
import dev.patchbay.core.setting.Settings;
import dev.patchbay.core.trace.Tracer;
import dev.patchbay.webhooks.bus.Bus;
import dev.patchbay.webhooks.bus.BusEntry;
import dev.patchbay.webhooks.bus.Overflow;
import dev.patchbay.webhooks.intake.AwsEvents;
import dev.patchbay.webhooks.publishing.Publisher;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.SendMessageRequest;
import software.amazon.awssdk.services.sqs.model.SendMessageResponse;

/** What becomes of a message of the queue of AWS's own events. */
class AwsEventsFunctionTest {
  private static final String QUEUE = "arn:aws:sqs:eu-west-1:000000000000:patchbay-aws-events";
  private static final String OF_THE_USER = "arn:aws:sqs:eu-west-1:000000000000:orders";
  private static final String EVENT =
      """
      {"id": "%s", "source": "aws.ec2", "detail-type": "EC2 Instance State-change Notification",
       "time": "2026-11-27T10:00:00Z", "account": "000000000000", "resources": [], "detail": {}}
      """;

  private final List<String> published = new ArrayList<>();
  private final List<SendMessageRequest> letters = new ArrayList<>();
  private boolean busWorks = true;
  private boolean lettersWork = true;

  private final AwsEventsFunction function =
      new AwsEventsFunction(
          new AwsEvents(
              Catalog.of(new Settings(_ -> null)),
              new Publisher(
                  this::publish, (key, payload, _) -> new DataRef("b", key, payload.length, "")),
              new Tracer(new Settings(_ -> null), Clock.systemUTC()),
              Clock.systemUTC()),
          "http://127.0.0.1:4566/000000000000/patchbay-aws-events",
          new Overflow(Letters::new, "http://127.0.0.1/0/patchbay-aws-events-dead-letters"));

  private void publish(List<BusEntry> entries) {
    if (!busWorks) {
      throw new Bus.NotAcceptedException("neither the bus nor the overflow queue answers", null);
    }
    entries.forEach(entry -> published.add(entry.event().id()));
  }

  private final class Letters implements SqsClient {
    @Override
    public SendMessageResponse sendMessage(SendMessageRequest request) {
      if (!lettersWork) {
        throw SdkClientException.create("SQS does not answer");
      }
      letters.add(request);
      return SendMessageResponse.builder().build();
    }

    @Override
    public String serviceName() {
      return "sqs";
    }

    @Override
    public void close() {}
  }

  /** Hands messages over; the ids of those that must come again. */
  private List<?> invoke(String queue, String receives, String... bodies) throws IOException {
    List<Object> records = new ArrayList<>();
    for (String body : bodies) {
      records.add(
          Map.of(
              "messageId",
              "m" + records.size(),
              "body",
              body,
              "attributes",
              Map.of("ApproximateReceiveCount", receives, "SentTimestamp", "1795773600000"),
              "eventSource",
              "aws:sqs",
              "eventSourceARN",
              queue));
    }
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    function.handleRequest(
        new ByteArrayInputStream(Json.writeBytes(Map.of("Records", records))), answer, null);
    return ((List<?>) Json.parseObject(answer.toByteArray()).get("batchItemFailures"))
        .stream().map(each -> Json.object(each).get("itemIdentifier")).toList();
  }

  private static String reason(SendMessageRequest letter) {
    return letter.messageAttributes().get("reason").stringValue();
  }

  @Test
  void buriesJunkAtOnceWithItsReasonAndTakesTheRestOfItsBatch() throws IOException {
    assertThat(
            invoke(
                QUEUE,
                "1",
                "no JSON",
                EVENT.formatted("1"),
                "{\"no\": \"source\"}",
                "7",
                "[\"x\"]"))
        .isEmpty();
    assertThat(published).containsExactly("1");
    assertThat(letters)
        .extracting(SendMessageRequest::messageBody)
        .containsExactly("no JSON", "{\"no\":\"source\"}", "7", "\"x\"");
    assertThat(letters).allSatisfy(it -> assertThat(reason(it)).startsWith("malformed message: "));
    assertThat(reason(letters.get(1))).endsWith("it names no source");
  }

  @Test
  void buriesOfARecordsListWhatIsNoneAndPublishesTheOthers() throws IOException {
    String list =
        "[" + EVENT.formatted("1") + ", {\"no\": \"source\"}," + EVENT.formatted("2") + "]";
    assertThat(invoke(QUEUE, "1", list)).isEmpty();
    assertThat(published).containsExactly("1", "2");
    assertThat(letters)
        .extracting(SendMessageRequest::messageBody)
        .containsExactly("{\"no\":\"source\"}");
  }

  @Test
  void whatTheBusDoesNotTakeComesAgainAndIsBuriedByNobody() throws IOException {
    busWorks = false;
    assertThat(invoke(QUEUE, "1", EVENT.formatted("1"), "no JSON")).isEqualTo(List.of("m0"));
    assertThat(letters).extracting(SendMessageRequest::messageBody).containsExactly("no JSON");
  }

  @Test
  void whatCannotBeBuriedComesAgain() throws IOException {
    lettersWork = false;
    assertThat(invoke(QUEUE, "1", "no JSON")).isEqualTo(List.of("m0"));
  }

  @Test
  void givesUpWhatWasHandedOutForADayBeforeTheQueueDoes() throws IOException {
    busWorks = false;
    assertThat(invoke(QUEUE, "229", EVENT.formatted("1"))).isEqualTo(List.of("m0"));
    assertThat(invoke(QUEUE, "230", EVENT.formatted("1"))).isEmpty();
    assertThat(reason(letters.getFirst())).isEqualTo("the bus has not taken it for a day");
  }

  @Test
  void aMessageOfTheUsersOwnQueueIsAnEventWhateverItHoldsAndKeepsItsQueuesLimit()
      throws IOException {
    assertThat(invoke(OF_THE_USER, "1", "no JSON")).isEmpty();
    assertThat(published).containsExactly("m0");
    busWorks = false;
    assertThat(invoke(OF_THE_USER, "500", "no JSON")).isEqualTo(List.of("m0"));
    assertThat(letters).isEmpty();
  }
}
