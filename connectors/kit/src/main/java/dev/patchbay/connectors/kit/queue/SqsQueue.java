package dev.patchbay.connectors.kit.queue;

import dev.patchbay.core.log.Log;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;

/**
 * A queue of SQS.
 *
 * @param url of the queue
 * @param deadLettersUrl of the queue of its dead letters
 */
public record SqsQueue(Supplier<SqsClient> client, String url, String deadLettersUrl)
    implements Queue {
  /** Of a batch request. */
  private static final int MOST = 10;

  /**
   * A message that SQS does not hide, since its receipt has run out, say, comes again by itself.
   * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ChangeMessageVisibilityBatch.html
   */
  @Override
  public void hide(Map<String, Duration> pauses) {
    List<Map.Entry<String, Duration>> all = List.copyOf(pauses.entrySet());
    for (int from = 0; from < all.size(); from += MOST) {
      List<ChangeMessageVisibilityBatchRequestEntry> entries = new ArrayList<>();
      for (var message : all.subList(from, Math.min(all.size(), from + MOST))) {
        entries.add(entry(entries.size(), message.getKey(), message.getValue()));
      }
      client
          .get()
          .changeMessageVisibilityBatch(change -> change.queueUrl(url).entries(entries))
          .failed()
          .forEach(failed -> Log.warn("message not hidden", "code", failed.code()));
    }
  }

  private static ChangeMessageVisibilityBatchRequestEntry entry(
      int id, String receiptHandle, Duration pause) {
    Duration cut = pause.compareTo(LONGEST) > 0 ? LONGEST : pause;
    return ChangeMessageVisibilityBatchRequestEntry.builder()
        .id(Integer.toString(id))
        .receiptHandle(receiptHandle)
        .visibilityTimeout((int) Math.max(0, Math.ceilDiv(cut.toMillis(), 1000L)))
        .build();
  }

  @Override
  public void bury(String body, Map<String, String> attributes) {
    client
        .get()
        .sendMessage(
            send ->
                send.queueUrl(deadLettersUrl)
                    .messageBody(legal(body))
                    .messageAttributes(
                        attributes.entrySet().stream()
                            .collect(
                                Collectors.toMap(
                                    Map.Entry::getKey, entry -> text(entry.getValue())))));
  }

  /**
   * SQS takes what XML 1.0 does; what it does not stands in a string of the body's JSON, and is
   * written as an escape there.
   * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html
   */
  private static String legal(String body) {
    StringBuilder legal = new StringBuilder();
    body.codePoints()
        .forEach(
            point -> {
              if (isXml(point)) {
                legal.appendCodePoint(point);
              } else {
                legal.append("\\u%04x".formatted(point));
              }
            });
    return legal.toString();
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
