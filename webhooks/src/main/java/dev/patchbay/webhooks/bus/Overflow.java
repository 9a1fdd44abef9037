package dev.patchbay.webhooks.bus;

import dev.patchbay.core.event.Event;
import dev.patchbay.core.json.Json;
import dev.patchbay.core.json.JsonException;
import dev.patchbay.core.log.Log;
import dev.patchbay.core.text.Excerpt;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;

/**
 * The queue that keeps what the bus did not take, until it does. Thread-safe.
 *
 * @param client made for the first message, since most functions never see one
 */
public record Overflow(Supplier<SqsClient> client, String url) {
  /** Bytes; a person reads it. */
  private static final int LONGEST_REASON = 500;

  /**
   * Keeps entries.
   *
   * @throws Bus.NotAcceptedException when any could not be kept
   */
  void keep(List<BusEntry> entries) {
    // Quotes of the detail are written twice, so a body is larger than its entry.
    List<String> bodies = entries.stream().map(Overflow::write).toList();
    Batches.of(bodies, body -> body.getBytes(StandardCharsets.UTF_8).length)
        .forEach(this::keepBatch);
    Log.warn("the bus overflows", "kept", entries.size(), "events", EventBridgeBus.keys(entries));
  }

  private void keepBatch(List<String> batch) {
    List<SendMessageBatchRequestEntry> messages = new ArrayList<>();
    for (String body : batch) {
      messages.add(
          SendMessageBatchRequestEntry.builder()
              .id(Integer.toString(messages.size()))
              .messageBody(body)
              .build());
    }
    try {
      if (!client
          .get()
          .sendMessageBatch(send -> send.queueUrl(url).entries(messages))
          .failed()
          .isEmpty()) {
        throw new Bus.NotAcceptedException("the overflow queue refused an event", null);
      }
    } catch (SdkException e) {
      throw new Bus.NotAcceptedException("neither the bus nor the overflow queue answers", e);
    }
  }

  /**
   * Keeps a message as it is among the dead letters; false where that failed.
   *
   * @param reason why, for whoever looks at it
   */
  public boolean bury(String body, String reason) {
    Map<String, MessageAttributeValue> attributes =
        Map.of("state", text("dead"), "reason", text(Excerpt.of(reason, LONGEST_REASON)));
    try {
      client
          .get()
          .sendMessage(send -> send.queueUrl(url).messageBody(body).messageAttributes(attributes));
      return true;
    } catch (SdkException e) {
      Log.error("message not kept among the dead letters", e);
      return false;
    }
  }

  /** SQS takes no control characters in a value. */
  private static MessageAttributeValue text(String value) {
    String safe = value.replaceAll("[^\\x20-\\uD7FF\\uE000-\\uFFFD]", "\uFFFD");
    return MessageAttributeValue.builder().dataType("String").stringValue(safe).build();
  }

  /** A message's body; {@link #read} takes it apart. */
  public static String write(BusEntry entry) {
    return Json.write(
        Map.of("source", entry.source(), "type", entry.type(), "detail", entry.detail()));
  }

  /**
   * Takes a message's body apart.
   *
   * @throws JsonException where it is none that {@link #write} wrote of an event
   */
  public static BusEntry read(String body) {
    Map<String, Object> fields = Json.parseObject(body);
    if (!(fields.get("source") instanceof String source)
        || !(fields.get("type") instanceof String type)
        || !(fields.get("detail") instanceof String detail)) {
      throw new JsonException("a message of the overflow has source, type and detail", null);
    }
    BusEntry entry = new BusEntry(source, type, detail);
    Event event = entry.event();
    if (event.id().isEmpty() || !event.source().equals(source)) {
      throw new JsonException("its detail is no event: it has no id, or another source", null);
    }
    return entry;
  }
}
