package dev.patchbay.local.aws.dynamodb;

import dev.patchbay.core.json.Json;
import dev.patchbay.local.aws.AwsException;
import dev.patchbay.local.aws.Members;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Several writes, all or none. */
record Transaction(Tables tables) {
  private static final String FAILED = "ConditionalCheckFailedException";

  Map<String, Object> write(Map<String, Object> in) {
    List<Map<String, Object>> actions =
        Members.list(in, "TransactItems").stream().map(Json::object).toList();
    return tables.transaction(
        connection -> {
          List<Object> reasons = new ArrayList<>();
          for (Map<String, Object> action : actions) {
            reasons.add(reason(connection, action));
          }
          if (reasons.stream()
              .anyMatch(reason -> !"None".equals(Json.object(reason).get("Code")))) {
            throw new AwsException(
                "com.amazonaws.dynamodb.v20120810#TransactionCanceledException",
                "Transaction cancelled, please refer cancellation reasons for specific reasons "
                    + reasons.stream().map(reason -> Json.object(reason).get("Code")).toList(),
                400,
                Map.of("CancellationReasons", reasons));
          }
          return Map.of();
        });
  }

  private Object reason(Connection in, Map<String, Object> action) throws SQLException {
    try {
      make(in, action);
      return Map.of("Code", "None");
    } catch (AwsException e) {
      if (!e.code().endsWith(FAILED)) {
        throw e;
      }
      Map<String, Object> reason = new LinkedHashMap<>(e.members());
      reason.put("Code", "ConditionalCheckFailed");
      reason.put("Message", e.getMessage());
      return reason;
    }
  }

  private void make(Connection in, Map<String, Object> action) throws SQLException {
    String kind = action.keySet().iterator().next();
    Map<String, Object> request = Members.object(action, kind);
    TableSchema table = tables.require(request);
    Map<String, Object> key = Members.object(request, "Put".equals(kind) ? "Item" : "Key");
    Tables.Write write =
        switch (kind) {
          case "Put" -> _ -> key;
          case "Delete" -> _ -> null;
          case "ConditionCheck" -> before -> before;
          default -> {
            Update update = Update.of(Members.text(request, "UpdateExpression"), Names.of(request));
            yield before -> update.apply(before == null ? key : before);
          }
        };
    tables.write(in, table, key, request, Tables.condition(request), write);
  }
}
