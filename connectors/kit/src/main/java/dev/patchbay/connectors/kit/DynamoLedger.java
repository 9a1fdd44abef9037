package dev.patchbay.connectors.kit;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;

/** The ledger in DynamoDB: two writes for a delivery, one to claim it and one to record what became of it. */
final class DynamoLedger implements Ledger {
  private static final Duration KEPT = Duration.ofDays(30);
  private static final String CLAIM =
      "SET #state = :claimed, leaseUntil = :lease, expires = :expires, lastAt = :at,"
          + " firstAt = if_not_exists(firstAt, :at), attempts = if_not_exists(attempts, :zero), #type = :type";
  private static final String CLAIMABLE =
      "attribute_not_exists(pk) OR #state = :waiting OR (#state = :claimed AND leaseUntil < :now)";

  private final DynamoDbClient client;
  private final String table;
  private final InstantSource clock;

  DynamoLedger(DynamoDbClient client, String table, InstantSource clock) {
    this.client = client;
    this.table = table;
    this.clock = clock;
  }

  @Override
  public Claim claim(Key key, String type, Duration lease) {
    Instant now = clock.instant();
    Map<String, AttributeValue> values = new HashMap<>();
    values.put(":claimed", text("claimed"));
    values.put(":waiting", text("waiting"));
    values.put(":lease", number(now.plus(lease).toEpochMilli()));
    values.put(":now", number(now.toEpochMilli()));
    values.put(":expires", number(now.plus(KEPT).getEpochSecond()));
    values.put(":at", text(now.toString()));
    values.put(":zero", number(0));
    values.put(":type", text(type));
    try {
      Map<String, AttributeValue> item =
          client
              .updateItem(
                  update ->
                      update
                          .tableName(table)
                          .key(item(key))
                          .updateExpression(CLAIM)
                          .conditionExpression(CLAIMABLE)
                          .expressionAttributeNames(Map.of("#state", "state", "#type", "type"))
                          .expressionAttributeValues(values)
                          .returnValues(ReturnValue.ALL_NEW)
                          .returnValuesOnConditionCheckFailure(
                              ReturnValuesOnConditionCheckFailure.ALL_OLD))
              .attributes();
      return new Claim.Granted(
          Integer.parseInt(item.get("attempts").n()), Instant.parse(item.get("firstAt").s()));
    } catch (ConditionalCheckFailedException e) {
      String state = e.item().get("state").s();
      return "claimed".equals(state)
          ? new Claim.Leased(Instant.ofEpochMilli(Long.parseLong(e.item().get("leaseUntil").n())))
          : new Claim.Settled(state);
    }
  }

  @Override
  public void record(Key key, Entry entry) {
    Instant now = clock.instant();
    Map<String, AttributeValue> attempt = new HashMap<>();
    attempt.put("at", text(now.toString()));
    attempt.put("outcome", text(entry.outcome()));
    StringBuilder set =
        new StringBuilder(
            "SET #state = :state, lastAt = :at, #log = list_append(if_not_exists(#log, :none), :attempt)");
    Map<String, AttributeValue> values = new HashMap<>();
    optional("reason", entry.reason(), set, values, attempt);
    optional("receipt", entry.receipt(), set, values, attempt);
    optional("nextAt", entry.next() == null ? null : entry.next().toString(), set, values, attempt);
    values.put(":state", text(entry.state()));
    values.put(":at", text(now.toString()));
    values.put(":none", AttributeValue.fromL(java.util.List.of()));
    values.put(":attempt", AttributeValue.fromL(java.util.List.of(AttributeValue.fromM(attempt))));
    values.put(":count", number(entry.counts() ? 1 : 0));
    client.updateItem(
        update ->
            update
                .tableName(table)
                .key(item(key))
                .updateExpression(set + " REMOVE leaseUntil ADD attempts :count")
                .expressionAttributeNames(Map.of("#state", "state", "#log", "log"))
                .expressionAttributeValues(values));
  }

  private static void optional(
      String name,
      String value,
      StringBuilder set,
      Map<String, AttributeValue> values,
      Map<String, AttributeValue> attempt) {
    if (value != null && !value.isEmpty()) {
      set.append(", ").append(name).append(" = :").append(name);
      values.put(":" + name, text(value));
      attempt.put(name, text(value));
    }
  }

  private static Map<String, AttributeValue> item(Key key) {
    return Map.of("pk", text(key.event()), "sk", text(key.delivery()));
  }

  private static AttributeValue text(String value) {
    return AttributeValue.fromS(value);
  }

  private static AttributeValue number(long value) {
    return AttributeValue.fromN(Long.toString(value));
  }
}
