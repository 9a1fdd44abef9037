package dev.patchbay.local.aws.sqs;

import dev.patchbay.core.json.Json;
import dev.patchbay.local.aws.AwsException;
import dev.patchbay.local.aws.Members;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What SQS takes as a message, and how it hands one out. */
final class MessageRules {
  /** Of a message, and of all messages of a batch together. */
  static final int LARGEST = 1_048_576;

  private MessageRules() {}

  /** Bytes of the body and of the attributes' names, types and values. */
  static int size(String body, Map<String, Object> attributes) {
    int size = body.getBytes(StandardCharsets.UTF_8).length;
    for (Map.Entry<String, Object> entry : attributes.entrySet()) {
      size += entry.getKey().length();
      for (Map.Entry<String, Object> part : Json.object(entry.getValue()).entrySet()) {
        String text = part.getValue().toString();
        size +=
            part.getKey().equals("BinaryValue")
                ? Base64.getDecoder().decode(text).length
                : text.getBytes(StandardCharsets.UTF_8).length;
      }
    }
    return size;
  }

  static void checkBatchId(String id) {
    if (!id.matches("[A-Za-z0-9_-]{1,80}")) {
      throw new AwsException(
          "InvalidBatchEntryId",
          "A batch entry id can only contain alphanumeric characters, hyphens and underscores. It"
              + " can be at most 80 letters long.");
    }
  }

  static void check(String body, Map<String, Object> attributes, int size, int largest) {
    if (body.isEmpty()) {
      throw new AwsException(
          "MissingParameter", "The request must contain the parameter MessageBody.");
    }
    if (size > largest) {
      throw new AwsException(
          "InvalidParameterValue",
          "One or more parameters are invalid. Reason: Message must be shorter than "
              + largest
              + " bytes.");
    }
    if (body.chars()
        .anyMatch(
            c -> c < 0x20 && c != '\t' && c != '\n' && c != '\r' || c == 0xFFFE || c == 0xFFFF)) {
      throw new AwsException(
          "InvalidMessageContents",
          "Invalid characters found. Valid unicode characters are #x9 | #xA | #xD | #x20 to #xD7FF"
              + " | #xE000 to #xFFFD | #x10000 to #x10FFFF");
    }
    if (attributes.size() > 10) {
      throw new AwsException(
          "InvalidParameterValue",
          "Number of message attributes ["
              + attributes.size()
              + "] exceeds the allowed maximum [10].");
    }
    attributes.forEach(MessageRules::checkAttribute);
  }

  private static void checkAttribute(String name, Object value) {
    Map<String, Object> attribute = Json.object(value);
    String type = String.valueOf(attribute.get("DataType"));
    if (!type.matches("(String|Number|Binary)(\\..+)?")) {
      throw new AwsException(
          "InvalidParameterValue",
          "The message attribute '" + name + "' must contain non-empty message attribute type.");
    }
    Object content = attribute.get(type.startsWith("Binary") ? "BinaryValue" : "StringValue");
    if (content == null || content.toString().isEmpty()) {
      throw new AwsException(
          "InvalidParameterValue",
          "The message attribute '"
              + name
              + "' must contain non-empty message attribute value for message attribute type '"
              + type
              + "'.");
    }
  }

  /** A message as ReceiveMessage gives it, with the attributes that were asked for. */
  static Map<String, Object> received(Message message, Map<String, Object> request) {
    Map<String, Object> received = new LinkedHashMap<>();
    received.put("MessageId", message.messageId());
    received.put("ReceiptHandle", message.receiptHandle());
    received.put("MD5OfBody", message.md5OfBody());
    received.put("Body", message.body());
    List<Object> system = new ArrayList<>(Members.list(request, "AttributeNames"));
    system.addAll(Members.list(request, "MessageSystemAttributeNames"));
    Map<String, Object> attributes = new LinkedHashMap<>(message.systemAttributes());
    if (!system.contains("All")) {
      attributes.keySet().retainAll(system);
    }
    if (!attributes.isEmpty()) {
      received.put("Attributes", attributes);
    }
    Map<String, Object> custom = new LinkedHashMap<>(message.attributes());
    custom
        .keySet()
        .removeIf(name -> !isWanted(name, Members.list(request, "MessageAttributeNames")));
    if (!custom.isEmpty()) {
      received.put("MD5OfMessageAttributes", Digests.ofAttributes(custom));
      received.put("MessageAttributes", custom);
    }
    return received;
  }

  private static boolean isWanted(String name, List<?> patterns) {
    return patterns.stream()
        .map(Object::toString)
        .anyMatch(
            pattern ->
                "All".equals(pattern)
                    || pattern.equals(name)
                    || pattern.endsWith(".*")
                        && name.startsWith(pattern.substring(0, pattern.length() - 2)));
  }
}
