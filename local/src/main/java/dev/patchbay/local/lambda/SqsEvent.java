package dev.patchbay.local.lambda;

import dev.patchbay.core.json.Json;
import dev.patchbay.local.aws.Arns;
import dev.patchbay.local.aws.sqs.Message;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The event by which Lambda hands a function messages of a queue
 * (https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html).
 */
final class SqsEvent {
  private SqsEvent() {}

  static byte[] write(String queue, List<Message> messages) {
    return Json.writeBytes(
        Map.of("Records", messages.stream().map(message -> record(queue, message)).toList()));
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
