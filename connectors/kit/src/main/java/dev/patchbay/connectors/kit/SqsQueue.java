package dev.patchbay.connectors.kit;

import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;

/** A queue of SQS. */
record SqsQueue(SqsClient client, String url, String deadLettersUrl) implements Queue {
  @Override
  public void hide(String receiptHandle, Duration pause) {
    Duration cut = pause.compareTo(LONGEST) > 0 ? LONGEST : pause;
    client.changeMessageVisibility(
        change ->
            change
                .queueUrl(url)
                .receiptHandle(receiptHandle)
                .visibilityTimeout((int) Math.ceilDiv(cut.toMillis(), 1000L)));
  }

  @Override
  public void bury(String body, Map<String, String> attributes) {
    client.sendMessage(
        send ->
            send.queueUrl(deadLettersUrl)
                .messageBody(body)
                .messageAttributes(
                    attributes.entrySet().stream()
                        .collect(Collectors.toMap(Map.Entry::getKey, entry -> text(entry.getValue())))));
  }

  private static MessageAttributeValue text(String value) {
    // SQS refuses an empty value.
    return MessageAttributeValue.builder()
        .dataType("String")
        .stringValue(value == null || value.isEmpty() ? "-" : value)
        .build();
  }
}
