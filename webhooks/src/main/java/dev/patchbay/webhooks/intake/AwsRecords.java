package dev.patchbay.webhooks.intake;

import dev.patchbay.core.json.Json;
import dev.patchbay.core.json.JsonException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Records of queues and streams with their payloads readable: a message's body and a Kinesis
 * record's data as JSON where they hold some, DynamoDB's typed values as plain ones. Shapes:
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes-event-source.html.
 */
final class AwsRecords {
  private AwsRecords() {}

  static Map<String, Object> readable(Map<String, Object> event) {
    Map<String, Object> readable = new LinkedHashMap<>(event);
    switch (String.valueOf(event.get("eventSource"))) {
      case "aws:sqs" -> readable.computeIfPresent("body", (_, body) -> json(body));
      case "aws:kinesis" -> readable.computeIfPresent("data", (_, data) -> json(decoded(data)));
      case "aws:dynamodb" -> readable.computeIfPresent("dynamodb", (_, change) -> change(change));
      default -> {}
    }
    return readable;
  }

  private static Object json(Object text) {
    try {
      return text instanceof String written && written.strip().matches("(?s)[{\\[].*")
          ? Json.parse(written)
          : text;
    } catch (JsonException _) {
      return text;
    }
  }

  /** The text; binary data stays base64. */
  private static Object decoded(Object data) {
    try {
      byte[] bytes = Base64.getDecoder().decode((String) data);
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException | IllegalArgumentException | ClassCastException _) {
      return data;
    }
  }

  private static Object change(Object change) {
    Map<String, Object> readable = new LinkedHashMap<>(Json.object(change));
    for (String image : List.of("Keys", "NewImage", "OldImage")) {
      readable.computeIfPresent(image, (_, item) -> attributes(item));
    }
    return readable;
  }

  private static Map<String, Object> attributes(Object item) {
    Map<String, Object> plain = new LinkedHashMap<>();
    Json.object(item).forEach((name, value) -> plain.put(name, value(Json.object(value))));
    return plain;
  }

  private static Object value(Map<String, Object> typed) {
    Map.Entry<String, Object> only = typed.entrySet().iterator().next();
    return switch (only.getKey()) {
      case "N" -> Json.parse((String) only.getValue());
      case "NS" -> ((List<?>) only.getValue()).stream().map(n -> Json.parse((String) n)).toList();
      case "NULL" -> null;
      case "M" -> attributes(only.getValue());
      case "L" ->
          ((List<?>) only.getValue())
              .stream()
                  .map(item -> value(Json.object(item)))
                  .collect(java.util.ArrayList::new, List::add, List::addAll);
      default -> only.getValue();
    };
  }
}
