package dev.patchbay.local.aws.dynamodb;

import dev.patchbay.core.json.Json;
import dev.patchbay.local.aws.Arns;
import dev.patchbay.local.aws.AwsException;
import dev.patchbay.local.aws.Members;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A table's keys.
 *
 * @param range name of the sort key, or null
 * @param types of the key attributes: S, N or B
 * @param timeToLive name of the attribute that says when an item expires, or null
 */
record TableSchema(
    String name, String hash, String range, Map<String, String> types, String timeToLive) {
  static TableSchema of(String name, Map<String, Object> properties) {
    Map<String, String> types = new LinkedHashMap<>();
    for (Object item : Members.list(properties, "AttributeDefinitions")) {
      Map<String, Object> definition = Json.object(item);
      types.put(
          Members.text(definition, "AttributeName"), Members.text(definition, "AttributeType"));
    }
    String hash = null;
    String range = null;
    for (Object item : Members.list(properties, "KeySchema")) {
      Map<String, Object> key = Json.object(item);
      if ("HASH".equals(key.get("KeyType"))) {
        hash = Members.text(key, "AttributeName");
      } else {
        range = Members.text(key, "AttributeName");
      }
    }
    if (hash == null) {
      throw new AwsException("ValidationException", "No Hash Key specified in schema");
    }
    Map<String, Object> ttl = Members.object(properties, "TimeToLiveSpecification");
    return new TableSchema(
        name,
        hash,
        range,
        types,
        Members.isTrue(ttl, "Enabled") ? Members.text(ttl, "AttributeName") : null);
  }

  /** An item's place in the table: texts that sort as DynamoDB sorts its keys. */
  record Place(String hash, String range) {}

  Place place(Map<String, Object> item) {
    return new Place(part(item, hash), range == null ? "" : part(item, range));
  }

  private String part(Map<String, Object> item, String attribute) {
    Object value = item.get(attribute);
    if (value == null) {
      throw new AwsException(
          "ValidationException",
          "One or more parameter values were invalid: Missing the key "
              + attribute
              + " in the item");
    }
    if (!Attributes.type(value).equals(types.get(attribute))) {
      throw new AwsException(
          "ValidationException",
          "One or more parameter values were invalid: Type mismatch for key %s expected: %s actual: %s"
              .formatted(attribute, types.get(attribute), Attributes.type(value)));
    }
    if (Attributes.content(value).toString().isEmpty()) {
      throw new AwsException(
          "ValidationException",
          "One or more parameter values are not valid. The AttributeValue for a key attribute"
              + " cannot contain an empty string value. Key: "
              + attribute);
    }
    return "N".equals(types.get(attribute))
        ? sortable(Attributes.number(value))
        : Attributes.content(value).toString();
  }

  /**
   * A number as text that sorts like it: sign, exponent, digits, all of them inverted below zero.
   */
  static String sortable(BigDecimal number) {
    if (number.signum() == 0) {
      return "1";
    }
    BigDecimal plain = number.abs().stripTrailingZeros();
    int exponent = plain.precision() - plain.scale() + 5000;
    String text = "%05d%s".formatted(exponent, plain.unscaledValue());
    if (number.signum() > 0) {
      return "2" + text;
    }
    StringBuilder inverted = new StringBuilder("0");
    text.chars().forEach(digit -> inverted.append((char) ('9' - (digit - '0'))));
    return inverted.append('~').toString();
  }

  void requireKeyOnly(Map<String, Object> key) {
    int parts = range == null ? 1 : 2;
    if (key.size() != parts || !key.containsKey(hash) || range != null && !key.containsKey(range)) {
      throw new AwsException(
          "ValidationException", "The provided key element does not match the schema");
    }
  }

  Map<String, Object> description(long items) {
    Map<String, Object> description = new LinkedHashMap<>();
    description.put("TableName", name);
    description.put("TableStatus", "ACTIVE");
    description.put("TableArn", Arns.of("dynamodb", "table/" + name));
    List<Map<String, String>> keys =
        range == null
            ? List.of(Map.of("AttributeName", hash, "KeyType", "HASH"))
            : List.of(
                Map.of("AttributeName", hash, "KeyType", "HASH"),
                Map.of("AttributeName", range, "KeyType", "RANGE"));
    description.put("KeySchema", keys);
    description.put(
        "AttributeDefinitions",
        types.entrySet().stream()
            .map(type -> Map.of("AttributeName", type.getKey(), "AttributeType", type.getValue()))
            .toList());
    description.put("BillingModeSummary", Map.of("BillingMode", "PAY_PER_REQUEST"));
    description.put("ItemCount", items);
    return description;
  }
}
