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
                        .collect(
                            Collectors.toMap(Map.Entry::getKey, entry -> text(entry.getValue())))));
  }

  private static MessageAttributeValue text(String value) {
    // SQS refuses an empty value, and characters that XML 1.0 does not know.
    String safe =
        value
            .codePoints()
            .filter(SqsQueue::isXml)
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .toString();
    return MessageAttributeValue.builder()
        .dataType("String")
        .stringValue(safe.isBlank() ? "-" : safe)
        .build();
  }

  private static boolean isXml(int point) {
    return point == '\t'
        || point == '\n'
        || point == '\r'
        || point >= 0x20 && point <= 0xD7FF
        || point >= 0xE000 && point <= 0xFFFD
        || point >= 0x10000;
  }
}
