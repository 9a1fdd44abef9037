package dev.patchbay.local.aws.dynamodb;

import dev.patchbay.core.json.Json;
import dev.patchbay.local.aws.AwsException;
import dev.patchbay.local.aws.Members;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The operations on several items that are not transactions, though here each is one. */
record BatchOperations(Tables tables) {
  private static final int MOST_WRITES = 25;
  private static final int MOST_READS = 100;

  Map<String, Object> get(Map<String, Object> in) {
    Map<String, Object> responses = new LinkedHashMap<>();
    int count = 0;
    for (Map.Entry<String, Object> wanted : Members.object(in, "RequestItems").entrySet()) {
      TableSchema table = tables.require(Map.of("TableName", wanted.getKey()));
      Map<String, Object> request = Json.object(wanted.getValue());
      Expressions expressions = Expressions.of(request);
      List<TableSchema.Place> places =
          Members.list(request, "Keys").stream()
              .map(key -> table.placeOfKey(Json.object(key)))
              .toList();
      count += places.size();
      requireDistinct(places);
      requireAtMost(count, MOST_READS);
      responses.put(wanted.getKey(), found(table, places, expressions));
    }
    return Map.of("Responses", responses, "UnprocessedKeys", Map.of());
  }

  private List<Object> found(
      TableSchema table, List<TableSchema.Place> places, Expressions expressions) {
    return tables.transaction(
        connection -> {
          List<Object> found = new ArrayList<>();
          for (TableSchema.Place place : places) {
            Map<String, Object> item = tables.get(connection, table, place);
            if (item != null) {
              found.add(expressions.project(item));
            }
          }
          return found;
        });
  }

  Map<String, Object> write(Map<String, Object> in) {
    List<Tables.Write> writes = new ArrayList<>();
    Members.object(in, "RequestItems")
        .forEach(
            (name, requests) -> {
              TableSchema table = tables.require(Map.of("TableName", name));
              for (Object request : (List<?>) requests) {
                writes.add(write(table, Json.object(request)));
              }
            });
    requireAtMost(writes.size(), MOST_WRITES);
    requireDistinct(
        writes.stream().map(write -> List.of(write.table().name(), write.place())).toList());
    tables.transaction(
        connection -> {
          for (Tables.Write write : writes) {
            tables.write(connection, write);
          }
          return null;
        });
    return Map.of("UnprocessedItems", Map.of());
  }

  private static Tables.Write write(TableSchema table, Map<String, Object> request) {
    if (request.containsKey("PutRequest")) {
      Map<String, Object> put = Members.object(Members.object(request, "PutRequest"), "Item");
      Map<String, Object> item = Attributes.canonicalMembers(put);
      return new Tables.Write(table, table.place(item), Condition.NONE, false, _ -> item);
    }
    Map<String, Object> key = Members.object(Members.object(request, "DeleteRequest"), "Key");
    return new Tables.Write(table, table.placeOfKey(key), Condition.NONE, false, _ -> null);
  }

  private static void requireDistinct(List<?> places) {
    Set<Object> seen = new HashSet<>(places);
    if (seen.size() < places.size()) {
      throw new AwsException(
          "ValidationException", "Provided list of item keys contains duplicates");
    }
  }

  private static void requireAtMost(int count, int most) {
    if (count > most) {
      throw new AwsException(
          "ValidationException", "Too many items requested for the batch call: at most " + most);
    }
  }
}
