package dev.patchbay.local.aws.dynamodb;

import dev.patchbay.core.json.Json;
import dev.patchbay.local.aws.AwsException;
import dev.patchbay.local.aws.AwsRequest;
import dev.patchbay.local.aws.AwsResponse;
import dev.patchbay.local.aws.AwsService;
import dev.patchbay.local.aws.JsonProtocol;
import dev.patchbay.local.aws.Members;
import dev.patchbay.local.clock.HubClock;
import dev.patchbay.local.store.Store;
import dev.patchbay.local.template.Declared;
import dev.patchbay.local.template.Physical;
import dev.patchbay.local.template.Provider;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** DynamoDB's JSON protocol, and the template's tables. Thread-safe. */
public final class DynamoService implements AwsService, Provider {
  private final Tables tables;
  private final JsonProtocol protocol;

  public DynamoService(Store store, HubClock clock) {
    this.tables = new Tables(store, clock);
    Map<String, JsonProtocol.Operation> operations = new HashMap<>();
    operations.put("ListTables", _ -> Map.of("TableNames", List.copyOf(tables.names())));
    operations.put("DescribeTable", in -> Map.of("Table", tables.describe(tables.require(in))));
    operations.put("DescribeTimeToLive", this::describeTimeToLive);
    operations.put("GetItem", this::getItem);
    operations.put("PutItem", this::putItem);
    operations.put("UpdateItem", this::updateItem);
    operations.put("DeleteItem", this::deleteItem);
    operations.put("Query", this::query);
    operations.put("Scan", in -> tables.read(tables.require(in), null, _ -> true, in));
    operations.put("BatchGetItem", this::batchGetItem);
    operations.put("BatchWriteItem", this::batchWriteItem);
    operations.put("TransactWriteItems", in -> new Transaction(tables).write(in));
    this.protocol = JsonProtocol.of("1.0", operations);
  }

  @Override
  public String signingName() {
    return "dynamodb";
  }

  @Override
  public AwsResponse answer(AwsRequest request) {
    return protocol.answer(request);
  }

  @Override
  public Set<String> types() {
    return Set.of("AWS::DynamoDB::Table");
  }

  @Override
  public Physical create(Declared resource) {
    String name =
        Members.text(
            resource.properties(), "TableName", resource.stack() + "-" + resource.logicalId());
    tables.put(TableSchema.of(name, resource.properties()));
    return new Physical(
        name, Map.of("Arn", dev.patchbay.local.aws.Arns.of("dynamodb", "table/" + name)));
  }

  private Map<String, Object> describeTimeToLive(Map<String, Object> in) {
    String attribute = tables.require(in).timeToLive();
    return Map.of(
        "TimeToLiveDescription",
        attribute == null
            ? Map.of("TimeToLiveStatus", "DISABLED")
            : Map.of("TimeToLiveStatus", "ENABLED", "AttributeName", attribute));
  }

  private Map<String, Object> getItem(Map<String, Object> in) {
    Map<String, Object> item = tables.get(tables.require(in), Members.object(in, "Key"));
    return item == null ? Map.of() : Map.of("Item", Projection.of(item, in));
  }

  private Map<String, Object> putItem(Map<String, Object> in) {
    Map<String, Object> item = Members.object(in, "Item");
    return returned(in, tables.write(tables.require(in), item, in, _ -> item), Set.of());
  }

  private Map<String, Object> deleteItem(Map<String, Object> in) {
    TableSchema table = tables.require(in);
    Map<String, Object> key = Members.object(in, "Key");
    table.requireKeyOnly(key);
    return returned(in, tables.write(table, key, in, _ -> null), Set.of());
  }

  private Map<String, Object> updateItem(Map<String, Object> in) {
    TableSchema table = tables.require(in);
    Map<String, Object> key = Members.object(in, "Key");
    table.requireKeyOnly(key);
    Update update = Update.of(Members.text(in, "UpdateExpression"), Names.of(in));
    if (update.touched().contains(table.hash()) || update.touched().contains(table.range())) {
      throw new AwsException(
          "ValidationException",
          "One or more parameter values were invalid: Cannot update attribute %s. This attribute is part of the key"
              .formatted(table.hash()));
    }
    return returned(
        in,
        tables.write(table, key, in, before -> update.apply(before == null ? key : before)),
        update.touched());
  }

  /** What {@code ReturnValues} asks for of a write. */
  private static Map<String, Object> returned(
      Map<String, Object> in, Tables.Written written, Set<String> touched) {
    Map<String, Object> values =
        switch (Members.text(in, "ReturnValues", "NONE")) {
          case "ALL_OLD" -> written.before();
          case "ALL_NEW" -> written.after();
          case "UPDATED_OLD" -> only(written.before(), touched);
          case "UPDATED_NEW" -> only(written.after(), touched);
          default -> null;
        };
    return values == null || values.isEmpty() ? Map.of() : Map.of("Attributes", values);
  }

  private static Map<String, Object> only(Map<String, Object> item, Set<String> touched) {
    Map<String, Object> values = item == null ? new LinkedHashMap<>() : new LinkedHashMap<>(item);
    values.keySet().retainAll(touched);
    return values;
  }

  private Map<String, Object> query(Map<String, Object> in) {
    TableSchema table = tables.require(in);
    if (in.containsKey("IndexName")) {
      throw new AwsException(
          "ValidationException",
          "The table does not have the specified index: " + in.get("IndexName"));
    }
    Names names = Names.of(in);
    String expression = Members.text(in, "KeyConditionExpression");
    Object hash = KeyCondition.hash(expression, names, table.hash());
    Predicate<Map<String, Object>> keys = Condition.of(expression, names);
    Map<String, Object> probe = new LinkedHashMap<>(Map.of(table.hash(), hash));
    if (table.range() != null) {
      probe.put(table.range(), Map.of(table.types().get(table.range()), "0"));
    }
    return tables.read(table, table.place(probe).hash(), keys, in);
  }

  private Map<String, Object> batchGetItem(Map<String, Object> in) {
    Map<String, Object> responses = new LinkedHashMap<>();
    Members.object(in, "RequestItems")
        .forEach(
            (name, wanted) -> {
              TableSchema table = tables.require(Map.of("TableName", name));
              List<Object> found = new ArrayList<>();
              for (Object key : Members.list(Json.object(wanted), "Keys")) {
                Map<String, Object> item = tables.get(table, Json.object(key));
                if (item != null) {
                  found.add(Projection.of(item, Json.object(wanted)));
                }
              }
              responses.put(name, found);
            });
    return Map.of("Responses", responses, "UnprocessedKeys", Map.of());
  }

  private Map<String, Object> batchWriteItem(Map<String, Object> in) {
    Members.object(in, "RequestItems")
        .forEach(
            (name, writes) -> {
              TableSchema table = tables.require(Map.of("TableName", name));
              for (Object write : (List<?>) writes) {
                Map<String, Object> put = Members.object(Json.object(write), "PutRequest");
                Map<String, Object> delete = Members.object(Json.object(write), "DeleteRequest");
                Map<String, Object> item = Members.object(put, "Item");
                if (put.isEmpty()) {
                  tables.write(table, Members.object(delete, "Key"), Map.of(), _ -> null);
                } else {
                  tables.write(table, item, Map.of(), _ -> item);
                }
              }
            });
    return Map.of("UnprocessedItems", Map.of());
  }
}
