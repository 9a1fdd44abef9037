package dev.patchbay.local.aws.dynamodb;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * The bytes that DynamoDB counts for an item: names and values in UTF-8, numbers at two digits a
 * byte
 * (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html).
 */
final class ItemSize {
  private static final int CONTAINER = 3;

  private ItemSize() {}

  static int of(Map<String, Object> item) {
    return item.entrySet().stream()
        .mapToInt(attribute -> utf8(attribute.getKey()) + ofValue(attribute.getValue()))
        .sum();
  }

  private static int ofValue(Object value) {
    Object content = Attributes.content(value);
    return switch (Attributes.type(value)) {
      case "S" -> utf8(content);
      case "N" -> ofNumber(content);
      case "B" -> Attributes.bytes(content).length;
      case "SS" -> ((List<?>) content).stream().mapToInt(ItemSize::utf8).sum();
      case "NS" -> ((List<?>) content).stream().mapToInt(ItemSize::ofNumber).sum();
      case "BS" -> ((List<?>) content).stream().mapToInt(it -> Attributes.bytes(it).length).sum();
      case "L" ->
          CONTAINER + ((List<?>) content).stream().mapToInt(item -> 1 + ofValue(item)).sum();
      case "M" -> {
        Map<String, Object> members = Attributes.members(value);
        yield CONTAINER + members.size() + of(members);
      }
      default -> 1;
    };
  }

  private static int ofNumber(Object text) {
    long digits = text.toString().chars().filter(Character::isDigit).count();
    return (int) (digits + 1) / 2 + 1;
  }

  private static int utf8(Object text) {
    return text.toString().getBytes(StandardCharsets.UTF_8).length;
  }
}
