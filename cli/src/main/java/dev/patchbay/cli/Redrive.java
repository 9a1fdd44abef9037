package dev.patchbay.cli;

import dev.patchbay.core.json.Json;
import java.util.Map;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResponse;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;

/**
 * Puts dead letters back where they can be delivered. The ledger keeps what was delivered meanwhile
 * from being sent twice.
 */
final class Redrive {
  private final DeadLetters letters;
  private final EventBridgeClient events;
  private final String stack;

  Redrive(Running hub, DeadLetters letters, EventBridgeClient events) {
    this.letters = letters;
    this.events = events;
    this.stack = hub.stack();
  }

  /** Puts one back and deletes it; a failure leaves it where it was. */
  void redrive(DeadLetter letter) {
    if (letter.hop().isOfRules()) {
      publish(letter);
    } else if (letter.hop().back() == null) {
      // A subscription's: it is meant for one of the queues, and does no harm in the others.
      letter.connectors().forEach(connector -> send(stack + "-" + connector, letter));
    } else {
      send(letter.hop().back(), letter);
    }
    letters.delete(letter);
  }

  private void send(String queue, DeadLetter letter) {
    SqsClient sqs = letters.sqs();
    // Its attributes say that it was given up, and so make it claimable again.
    Map<String, MessageAttributeValue> attributes = letter.message().messageAttributes();
    sqs.sendMessage(
        send ->
            send.queueUrl(letters.url(queue))
                .messageBody(letter.message().body())
                .messageAttributes(attributes));
  }

  /** The rule's share of an event is not kept, so the event goes to the bus again. */
  private void publish(DeadLetter letter) {
    Map<String, Object> event = letter.body();
    if (!(event.get("source") instanceof String source)
        || !(event.get("detail-type") instanceof String type)
        || letter.detail().isEmpty()) {
      throw new CommandFailure(letter.id() + " is no event of the bus; look at it and discard it");
    }
    PutEventsRequestEntry entry =
        PutEventsRequestEntry.builder()
            .eventBusName(stack)
            .source(source)
            .detailType(type)
            .detail(Json.write(letter.detail()))
            .build();
    PutEventsResponse answer = events.putEvents(put -> put.entries(entry));
    if (answer.failedEntryCount() != null && answer.failedEntryCount() > 0) {
      throw new CommandFailure(
          "the bus refused " + letter.id() + ": " + answer.entries().getFirst().errorMessage());
    }
  }
}
