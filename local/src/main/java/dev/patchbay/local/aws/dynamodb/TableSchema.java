package dev.patchbay.local.aws.dynamodb;

import dev.patchbay.core.json.Json;
import dev.patchbay.local.aws.Arns;
import dev.patchbay.local.aws.AwsException;
import dev.patchbay.local.aws.Members;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
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
  private static final int LONGEST_HASH = 2048;
  private static final int LONGEST_RANGE = 1024;

  /** An item's place in the table: texts that sort as DynamoDB sorts its keys. */
  record Place(String hash, String range) {}

  /** Reads what a template or a request says of a table. */
  static TableSchema of(String name, Map<String, Object> properties) {
    Map<String, String> types = new LinkedHashMap<>();
    for (Object item : Members.list(properties, "AttributeDefinitions")) {
      Map<String, Object> definition = Json.object(item);
      types.put(
          Members.text(definition, "AttributeName"), Members.text(definition, "AttributeType"));
    }
    Map<String, String> keys = new LinkedHashMap<>();
    for (Object item : Members.list(properties, "KeySchema")) {
      Map<String, Object> key = Json.object(item);
      keys.put(Members.text(key, "KeyType"), Members.text(key, "AttributeName"));
    }
    if (!keys.containsKey("HASH")) {
      throw new AwsException("ValidationException", "No Hash Key specified in schema");
    }
    if (!types.keySet().containsAll(keys.values())) {
      throw invalid("Some index key attributes are not defined in AttributeDefinitions.");
    }
    Map<String, Object> ttl = Members.object(properties, "TimeToLiveSpecification");
    String expires = Members.isTrue(ttl, "Enabled") ? Members.text(ttl, "AttributeName") : null;
    return new TableSchema(name, keys.get("HASH"), keys.get("RANGE"), types, expires);
  }

  /** The place of a whole item. */
  Place place(Map<String, Object> item) {
    return new Place(part(item, hash), range == null ? "" : part(item, range));
  }

  /** The place that a request's key names. */
  Place placeOfKey(Map<String, Object> key) {
    int parts = range == null ? 1 : 2;
    boolean known = key.containsKey(hash) && (range == null || key.containsKey(range));
    if (!known || key.size() != parts || !fits(hash, key) || range != null && !fits(range, key)) {
      throw new AwsException(
          "ValidationException", "The provided key element does not match the schema");
    }
    return place(key);
  }

  private boolean fits(String attribute, Map<String, Object> key) {
    return Attributes.type(key.get(attribute)).equals(types.get(attribute));
  }

  private String part(Map<String, Object> item, String attribute) {
    Object value = item.get(attribute);
    if (value == null) {
      throw invalid("Missing the key " + attribute + " in the item");
    }
    if (!fits(attribute, item)) {
      throw invalid(
          "Type mismatch for key %s expected: %s actual: %s"
              .formatted(attribute, types.get(attribute), Attributes.type(value)));
    }
    return part(attribute, value);
  }

  /** A key attribute's value as text that sorts like it. */
  String part(String attribute, Object value) {
    String content = Attributes.content(value).toString();
    if (content.isEmpty()) {
      throw new AwsException(
          "ValidationException",
          "One or more parameter values are not valid. The AttributeValue for a key attribute "
              + "cannot contain an empty string value. Key: "
              + attribute);
    }
    return switch (types.get(attribute)) {
      case "N" -> Numbers.sortable(Attributes.number(value));
      case "B" -> HexFormat.of().formatHex(bounded(attribute, Attributes.bytes(content)));
      default -> {
        bounded(attribute, content.getBytes(StandardCharsets.UTF_8));
        yield content;
      }
    };
  }

  private byte[] bounded(String attribute, byte[] key) {
    int longest = attribute.equals(hash) ? LONGEST_HASH : LONGEST_RANGE;
    if (key.length > longest) {
      throw invalid(
          "Size of %s has exceeded the maximum size limit of %d bytes"
              .formatted(attribute.equals(hash) ? "hashkey" : "rangekey", longest));
    }
    return key;
  }

  /** An item's key alone. */
  Map<String, Object> key(Map<String, Object> item) {
    Map<String, Object> key = new LinkedHashMap<>();
    key.put(hash, item.get(hash));
    if (range != null) {
      key.put(range, item.get(range));
    }
    return key;
  }

  /** When an item expires, in seconds since the epoch; null for never. */
  Long expires(Map<String, Object> item) {
    Object value = timeToLive == null ? null : item.get(timeToLive);
    return Attributes.content(value, "N") == null ? null : Attributes.number(value).longValue();
  }

  /** As DescribeTable has it. */
  Map<String, Object> description(long items) {
    Map<String, Object> description = new LinkedHashMap<>();
    description.put("TableName", name);
    description.put("TableStatus", "ACTIVE");
    description.put("TableArn", Arns.of("dynamodb", "table/" + name));
    Map<String, String> first = Map.of("AttributeName", hash, "KeyType", "HASH");
    description.put(
        "KeySchema",
        range == null
            ? List.of(first)
            : List.of(first, Map.of("AttributeName", range, "KeyType", "RANGE")));
    description.put(
        "AttributeDefinitions",
        types.entrySet().stream()
            .map(it -> Map.of("AttributeName", it.getKey(), "AttributeType", it.getValue()))
            .toList());
    description.put("BillingModeSummary", Map.of("BillingMode", "PAY_PER_REQUEST"));
    description.put("ItemCount", items);
    return description;
  }

  private static AwsException invalid(String what) {
    return new AwsException(
        "ValidationException", "One or more parameter values were invalid: " + what);
  }
}
