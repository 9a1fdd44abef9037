package dev.patchbay.local.aws.dynamodb;

import dev.patchbay.local.aws.AwsException;
import dev.patchbay.local.aws.Members;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The operations on one item, and those that look for items. */
record ItemOperations(Tables tables) {
  private static final Set<String> OF_PUT = Set.of("NONE", "ALL_OLD");

  Map<String, Object> get(Map<String, Object> in) {
    TableSchema table = tables.require(in);
    Expressions expressions = Expressions.of(in);
    Map<String, Object> item = tables.get(table, table.placeOfKey(Members.object(in, "Key")));
    Map<String, Object> answer = new LinkedHashMap<>();
    if (item != null) {
      answer.put("Item", expressions.project(item));
    }
    Capacity.ofRead(in, table, item == null ? 0 : ItemSize.of(item)).ifPresent(answer::putAll);
    return answer;
  }

  Map<String, Object> put(Map<String, Object> in) {
    TableSchema table = tables.require(in);
    requireReturnValues(in, OF_PUT);
    Map<String, Object> item = Attributes.canonicalMembers(Members.object(in, "Item"));
    Expressions expressions = Expressions.of(in);
    Tables.Write write = Tables.Write.of(table, table.place(item), in, expressions, _ -> item);
    return written(in, table, tables.write(write), expressions);
  }

  Map<String, Object> delete(Map<String, Object> in) {
    TableSchema table = tables.require(in);
    requireReturnValues(in, OF_PUT);
    Expressions expressions = Expressions.of(in);
    TableSchema.Place place = table.placeOfKey(Members.object(in, "Key"));
    Tables.Write write = Tables.Write.of(table, place, in, expressions, _ -> null);
    return written(in, table, tables.write(write), expressions);
  }

  Map<String, Object> update(Map<String, Object> in) {
    requireReturnValues(in, Set.of("NONE", "ALL_OLD", "ALL_NEW", "UPDATED_OLD", "UPDATED_NEW"));
    TableSchema table = tables.require(in);
    Expressions expressions = Expressions.of(in);
    return written(in, table, tables.write(update(table, in, expressions)), expressions);
  }

  /** The write that an update asks for. */
  static Tables.Write update(TableSchema table, Map<String, Object> in, Expressions expressions) {
    Map<String, Object> key = Members.object(in, "Key");
    TableSchema.Place place = table.placeOfKey(key);
    for (Object attribute : expressions.update().paths().attributes()) {
      if (attribute.equals(table.hash()) || attribute.equals(table.range())) {
        throw new AwsException(
            "ValidationException",
            "One or more parameter values were invalid: Cannot update attribute %s. "
                    .formatted(attribute)
                + "This attribute is part of the key");
      }
    }
    return Tables.Write.of(
        table, place, in, expressions, it -> expressions.update().apply(it == null ? key : it));
  }

  private static void requireReturnValues(Map<String, Object> in, Set<String> allowed) {
    if (!allowed.contains(Members.text(in, "ReturnValues", "NONE"))) {
      throw new AwsException("ValidationException", "Return values set to invalid value");
    }
  }

  /** What {@code ReturnValues} asks for of a write. */
  private static Map<String, Object> written(
      Map<String, Object> in, TableSchema table, Tables.Written written, Expressions expressions) {
    Map<String, Object> before = written.before() == null ? Map.of() : written.before();
    Map<String, Object> after = written.after() == null ? Map.of() : written.after();
    Map<String, Object> values =
        switch (Members.text(in, "ReturnValues", "NONE")) {
          case "ALL_OLD" -> before;
          case "ALL_NEW" -> after;
          case "UPDATED_OLD" -> expressions.update().paths().of(before);
          case "UPDATED_NEW" -> expressions.update().paths().of(after);
          default -> Map.of();
        };
    Map<String, Object> answer = new LinkedHashMap<>();
    if (!values.isEmpty()) {
      answer.put("Attributes", values);
    }
    int size = Math.max(ItemSize.of(before), ItemSize.of(after));
    Capacity.ofWrite(in, table, size).ifPresent(answer::putAll);
    return answer;
  }

  Map<String, Object> query(Map<String, Object> in) {
    TableSchema table = tables.require(in);
    if (in.containsKey("IndexName")) {
      throw new AwsException(
          "ValidationException",
          "The table does not have the specified index: " + in.get("IndexName"));
    }
    Expressions expressions = Expressions.of(in);
    for (Object attribute : expressions.filter().attributes()) {
      if (attribute.equals(table.hash()) || attribute.equals(table.range())) {
        throw new AwsException(
            "ValidationException",
            "Filter Expression can only contain non-primary key attributes: "
                + "Primary key attribute: "
                + attribute);
      }
    }
    return page(table, expressions.span(table), expressions, in);
  }

  Map<String, Object> scan(Map<String, Object> in) {
    TableSchema table = tables.require(in);
    Expressions expressions = Expressions.of(in);
    if (Members.number(in, "Segment", 0) > 0) {
      return Map.of("Items", List.of(), "Count", 0, "ScannedCount", 0);
    }
    return page(table, Span.ALL, expressions, in);
  }

  /** DynamoDB counts the limit before the filter. */
  private Map<String, Object> page(
      TableSchema table, Span span, Expressions expressions, Map<String, Object> in) {
    long limit = Members.number(in, "Limit", Long.MAX_VALUE);
    if (limit < 1) {
      throw new AwsException("ValidationException", "Limit must be greater than or equal to 1");
    }
    Map<String, Object> start = Members.object(in, "ExclusiveStartKey");
    TableSchema.Place after = start.isEmpty() ? null : table.placeOfKey(start);
    boolean forward = !Boolean.FALSE.equals(in.get("ScanIndexForward"));
    ItemTable.Page page = tables.page(table, span, after, forward, limit);
    List<Map<String, Object>> found =
        page.items().stream()
            .filter(expressions.filter()::holds)
            .map(expressions::project)
            .toList();
    Map<String, Object> answer = new LinkedHashMap<>();
    if (!"COUNT".equals(in.get("Select"))) {
      answer.put("Items", found);
    }
    answer.put("Count", found.size());
    answer.put("ScannedCount", page.items().size());
    if (page.more()) {
      answer.put("LastEvaluatedKey", table.key(page.items().getLast()));
    }
    Capacity.ofRead(in, table, page.size()).ifPresent(answer::putAll);
    return answer;
  }
}
