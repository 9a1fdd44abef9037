package dev.patchbay.local.aws.dynamodb;

import dev.patchbay.core.json.Json;
import dev.patchbay.local.aws.AwsException;
import dev.patchbay.local.aws.Members;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Several reads at one moment, or several writes, all or none. */
record Transaction(Tables tables) {
  private static final int MOST = 100;
  private static final String FAILED = "ConditionalCheckFailedException";

  Map<String, Object> get(Map<String, Object> in) {
    List<Map<String, Object>> requests =
        items(in).stream().map(item -> Members.object(item, "Get")).toList();
    return tables.transaction(
        connection -> {
          List<Object> responses = new ArrayList<>();
          for (Map<String, Object> request : requests) {
            TableSchema table = tables.require(request);
            Expressions expressions = Expressions.of(request);
            TableSchema.Place place = table.placeOfKey(Members.object(request, "Key"));
            Map<String, Object> item = tables.get(connection, table, place);
            responses.add(item == null ? Map.of() : Map.of("Item", expressions.project(item)));
          }
          return Map.of("Responses", responses);
        });
  }

  Map<String, Object> write(Map<String, Object> in) {
    List<Tables.Write> writes = items(in).stream().map(this::action).toList();
    Set<Object> places = new HashSet<>();
    writes.forEach(write -> places.add(List.of(write.table().name(), write.place())));
    if (places.size() < writes.size()) {
      throw new AwsException(
          "ValidationException",
          "Transaction request cannot include multiple operations on one item");
    }
    return tables.transaction(
        connection -> {
          List<Map<String, Object>> reasons = new ArrayList<>();
          for (Tables.Write write : writes) {
            reasons.add(reason(connection, write));
          }
          requireNone(reasons);
          return Map.of();
        });
  }

  private static List<Map<String, Object>> items(Map<String, Object> in) {
    List<?> items = Members.list(in, "TransactItems");
    if (items.isEmpty() || items.size() > MOST) {
      throw new AwsException(
          "ValidationException",
          "1 validation error detected: Value at 'transactItems' failed to satisfy constraint: "
              + "Member must have length between 1 and "
              + MOST);
    }
    return items.stream().map(Json::object).toList();
  }

  private static void requireNone(List<Map<String, Object>> reasons) {
    List<Object> codes = reasons.stream().map(reason -> reason.get("Code")).toList();
    if (codes.stream().anyMatch(code -> !"None".equals(code))) {
      throw new AwsException(
          "com.amazonaws.dynamodb.v20120810#TransactionCanceledException",
          "Transaction cancelled, please refer cancellation reasons for specific reasons " + codes,
          400,
          Map.of("CancellationReasons", reasons));
    }
  }

  private Map<String, Object> reason(Connection in, Tables.Write write) throws SQLException {
    try {
      tables.write(in, write);
      return Map.of("Code", "None");
    } catch (AwsException e) {
      Map<String, Object> reason = new LinkedHashMap<>(e.members());
      reason.put("Code", e.code().endsWith(FAILED) ? "ConditionalCheckFailed" : "ValidationError");
      reason.put("Message", e.getMessage());
      return reason;
    }
  }

  private Tables.Write action(Map<String, Object> action) {
    String kind = action.isEmpty() ? "" : action.keySet().iterator().next();
    Map<String, Object> request = Members.object(action, kind);
    TableSchema table = tables.require(request);
    Expressions expressions = Expressions.of(request);
    return switch (kind) {
      case "Put" -> {
        Map<String, Object> item = Attributes.canonicalMembers(Members.object(request, "Item"));
        yield Tables.Write.of(table, table.place(item), request, expressions, _ -> item);
      }
      case "Update" -> ItemOperations.update(table, request, expressions);
      case "Delete" -> keyed(table, request, expressions, _ -> null);
      case "ConditionCheck" -> keyed(table, request, expressions, before -> before);
      default -> throw new AwsException("ValidationException", "no such transaction item: " + kind);
    };
  }

  private static Tables.Write keyed(
      TableSchema table,
      Map<String, Object> request,
      Expressions expressions,
      Tables.Change change) {
    TableSchema.Place place = table.placeOfKey(Members.object(request, "Key"));
    return Tables.Write.of(table, place, request, expressions, change);
  }
}
