package dev.patchbay.webhooks;

import dev.patchbay.core.json.Json;
import dev.patchbay.core.log.Log;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;

/** The queue that keeps what the bus did not take, until it does. Thread-safe. */
record Overflow(SqsClient client, String url) {
  /**
   * Keeps entries.
   *
   * @throws Bus.NotAcceptedException when any could not be kept
   */
  void keep(List<BusEntry> entries) {
    Batches.of(entries).forEach(this::keepBatch);
    Log.warn("the bus overflows", "kept", entries.size());
  }

  private void keepBatch(List<BusEntry> batch) {
    List<SendMessageBatchRequestEntry> messages = new ArrayList<>();
    for (BusEntry entry : batch) {
      messages.add(
          SendMessageBatchRequestEntry.builder()
              .id(Integer.toString(messages.size()))
              .messageBody(write(entry))
              .build());
    }
    try {
      if (client.sendMessageBatch(send -> send.queueUrl(url).entries(messages)).hasFailed()) {
        throw new Bus.NotAcceptedException("the overflow queue refused an event", null);
      }
    } catch (SdkException e) {
      throw new Bus.NotAcceptedException("neither the bus nor the overflow queue answers", e);
    }
  }

  /** A message's body; {@link #read} takes it apart. */
  static String write(BusEntry entry) {
    return Json.write(
        Map.of("source", entry.source(), "type", entry.type(), "detail", entry.detail()));
  }

  static BusEntry read(String body) {
    Map<String, Object> fields = Json.parseObject(body);
    return new BusEntry(
        (String) fields.get("source"), (String) fields.get("type"), (String) fields.get("detail"));
  }
}
