package dev.patchbay.connectors.kit.queue;

import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import dev.patchbay.core.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Lambda's SQS event and its partial batch response, between JSON and AWS's own types
 * (https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html).
 */
public final class SqsEvents {
  private SqsEvents() {}

  /** The messages of an event, as far as the kit reads them. */
  public static List<SQSEvent.SQSMessage> read(byte[] json) {
    List<SQSEvent.SQSMessage> messages = new ArrayList<>();
    for (Object item : (List<?>) Json.parseObject(json).get("Records")) {
      Map<String, Object> record = Json.object(item);
      SQSEvent.SQSMessage message = new SQSEvent.SQSMessage();
      message.setMessageId((String) record.get("messageId"));
      message.setReceiptHandle((String) record.get("receiptHandle"));
      message.setBody((String) record.get("body"));
      message.setMessageAttributes(attributes(record.get("messageAttributes")));
      message.setAttributes(strings(record.get("attributes")));
      messages.add(message);
    }
    return messages;
  }

  private static Map<String, SQSEvent.MessageAttribute> attributes(Object json) {
    Map<String, SQSEvent.MessageAttribute> attributes = new LinkedHashMap<>();
    if (json instanceof Map<?, ?> given) {
      Json.object(given)
          .forEach(
              (name, value) -> {
                SQSEvent.MessageAttribute attribute = new SQSEvent.MessageAttribute();
                attribute.setStringValue((String) Json.object(value).get("stringValue"));
                attributes.put(name, attribute);
              });
    }
    return attributes;
  }

  private static Map<String, String> strings(Object json) {
    Map<String, String> strings = new LinkedHashMap<>();
    if (json instanceof Map<?, ?> given) {
      given.forEach((name, value) -> strings.put(name.toString(), String.valueOf(value)));
    }
    return strings;
  }

  /** The answer as Lambda reads it: the messages that must come again. */
  public static byte[] write(SQSBatchResponse response) {
    return Json.writeBytes(
        Map.of(
            "batchItemFailures",
            response.getBatchItemFailures().stream()
                .map(failure -> Map.of("itemIdentifier", failure.getItemIdentifier()))
                .toList()));
  }
}
