package dev.patchbay.local.lambda;

import dev.patchbay.core.json.Json;
import dev.patchbay.local.aws.Arns;
import dev.patchbay.local.aws.sqs.Message;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The event by which Lambda hands a function messages of a queue
 * (https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html).
 */
final class SqsEvent {
  private static final byte[] BEGIN = "{\"Records\":[".getBytes(StandardCharsets.UTF_8);
  private static final byte[] END = "]}".getBytes(StandardCharsets.UTF_8);

  private SqsEvent() {}

  /** Messages that go to the function together, and the event that says so. */
  record Part(List<Message> messages, byte[] event) {}

  /** Events of no more bytes than Lambda takes; of most batches one. */
  static List<Part> parts(String queue, List<Message> batch) {
    List<Part> parts = new ArrayList<>();
    List<Message> messages = new ArrayList<>();
    ByteArrayOutputStream event = new ByteArrayOutputStream();
    for (Message message : batch) {
      byte[] record = Json.writeBytes(record(queue, message));
      boolean fits =
          BEGIN.length + event.size() + record.length + END.length
              <= LambdaFunction.LARGEST_PAYLOAD;
      if (!messages.isEmpty() && !fits) {
        parts.add(part(messages, event));
        messages = new ArrayList<>();
        event.reset();
      }
      if (!messages.isEmpty()) {
        event.write(',');
      }
      event.writeBytes(record);
      messages.add(message);
    }
    parts.add(part(messages, event));
    return parts;
  }

  private static Part part(List<Message> messages, ByteArrayOutputStream records) {
    ByteArrayOutputStream event = new ByteArrayOutputStream();
    event.writeBytes(BEGIN);
    event.writeBytes(records.toByteArray());
    event.writeBytes(END);
    return new Part(messages, event.toByteArray());
  }

  private static Map<String, Object> record(String queue, Message message) {
    Map<String, Object> record = new LinkedHashMap<>();
    record.put("messageId", message.messageId());
    record.put("receiptHandle", message.receiptHandle());
    record.put("body", message.body());
    record.put("attributes", message.systemAttributes());
    record.put("messageAttributes", attributes(message));
    record.put("md5OfBody", message.md5OfBody());
    record.put("eventSource", "aws:sqs");
    record.put("eventSourceARN", Arns.of("sqs", queue));
    record.put("awsRegion", Arns.REGION);
    return record;
  }

  private static Map<String, Object> attributes(Message message) {
    Map<String, Object> attributes = new LinkedHashMap<>();
    message
        .attributes()
        .forEach(
            (name, value) -> {
              Map<String, Object> given = Json.object(value);
              Map<String, Object> attribute = new LinkedHashMap<>();
              attribute.put("stringValue", given.get("StringValue"));
              attribute.put("binaryValue", given.get("BinaryValue"));
              attribute.put("stringListValues", List.of());
              attribute.put("binaryListValues", List.of());
              attribute.put("dataType", given.get("DataType"));
              attribute.values().removeIf(java.util.Objects::isNull);
              attributes.put(name, attribute);
            });
    return attributes;
  }
}
