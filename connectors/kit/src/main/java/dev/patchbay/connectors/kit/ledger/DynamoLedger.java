package dev.patchbay.connectors.kit.ledger;

import dev.patchbay.core.text.Excerpt;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.function.Supplier;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;

/**
 * The ledger in DynamoDB: two writes for a delivery, one to claim it and one to record what became
 * of it.
 */
public final class DynamoLedger implements Ledger {
  /** An item holds 400 KB; a line of the log, at most one. Older lines make room. */
  private static final int MOST_LINES = 100;

  /** Bytes of a receipt that a line of the log shows; the delivery itself keeps all of it. */
  private static final int LONGEST_SHOWN = 500;

  /** There while it is not known what became of an attempt before. */
  private static final String DOUBT = "doubt";

  private static final String TAKE =
      "SET #state = :claimed, leaseUntil = :lease, expires = :expires, lastAt = :at,"
          + " #type = :type, ";
  private static final String CLAIM =
      TAKE + "firstAt = if_not_exists(firstAt, :at), attempts = if_not_exists(attempts, :zero)";
  private static final String CLAIMABLE =
      "attribute_not_exists(pk)"
          + " OR (#state = :waiting AND (attribute_not_exists(nextAt) OR nextAt <= :due))"
          + " OR (#state = :claimed AND leaseUntil < :now)";
  private static final String REVIVE = TAKE + "firstAt = :at, attempts = :zero";
  private static final String REVIVABLE =
      "#state = :dead OR #state = :undelivered OR #state = :unknown";

  private static final String APPENDED = "#log = list_append(if_not_exists(#log, :none), :line)";
  private static final String BEGUN = "#log = :line";

  private final Supplier<DynamoDbClient> client;
  private final String table;
  private final Duration kept;
  private final InstantSource clock;

  /**
   * The ledger in a table.
   *
   * @param kept for how long a delivery is known after its last claim: as long as its event can be
   *     replayed, or it would be made again
   */
  public DynamoLedger(
      Supplier<DynamoDbClient> client, String table, Duration kept, InstantSource clock) {
    this.client = client;
    this.table = table;
    this.kept = kept;
    this.clock = clock;
  }

  @Override
  public Claim claim(Wish wish, Duration lease) {
    return (wish.revival() != Revival.NONE ? revived(wish, lease) : Optional.<Claim>empty())
        .orElseGet(() -> claimed(wish, lease));
  }

  private Optional<Claim> revived(Wish wish, Duration lease) {
    Map<String, AttributeValue> values = values(wish, lease);
    values.put(":dead", text("dead"));
    values.put(":undelivered", text("undelivered"));
    values.put(":unknown", text(wish.revival() == Revival.UNKNOWN_TOO ? "unknown" : "dead"));
    try {
      take(wish, REVIVE, REVIVABLE, values);
      return Optional.of(new Claim.Granted(0, clock.instant(), "", false));
    } catch (ConditionalCheckFailedException _) {
      return Optional.empty();
    }
  }

  private Claim claimed(Wish wish, Duration lease) {
    Map<String, AttributeValue> values = values(wish, lease);
    values.put(":waiting", text("waiting"));
    values.put(":now", number(clock.millis()));
    values.put(":due", text(clock.instant().plus(EARLY).toString()));
    try {
      return granted(take(wish, CLAIM, CLAIMABLE, values));
    } catch (ConditionalCheckFailedException e) {
      return refused(e.item());
    }
  }

  private static Claim refused(Map<String, AttributeValue> item) {
    String state = item.get("state").s();
    return switch (state) {
      case "claimed" ->
          new Claim.NotYet(Instant.ofEpochMilli(Long.parseLong(item.get("leaseUntil").n())));
      case "waiting" -> new Claim.NotYet(Instant.parse(item.get("nextAt").s()));
      default -> new Claim.Settled(state);
    };
  }

  private Claim granted(Map<String, AttributeValue> before) {
    if (before.isEmpty()) {
      return new Claim.Granted(0, clock.instant(), "", false);
    }
    return new Claim.Granted(
        Integer.parseInt(before.get("attempts").n()),
        Instant.parse(before.get("firstAt").s()),
        before.containsKey("log") ? before.get("log").l().getLast().m().get("outcome").s() : "",
        "claimed".equals(before.get("state").s()) || before.containsKey(DOUBT));
  }

  private Map<String, AttributeValue> values(Wish wish, Duration lease) {
    Instant now = clock.instant();
    Map<String, AttributeValue> values = new HashMap<>();
    values.put(":claimed", text("claimed"));
    values.put(":lease", number(now.plus(lease).toEpochMilli()));
    values.put(":expires", number(now.plus(kept).getEpochSecond()));
    values.put(":at", text(now.toString()));
    values.put(":zero", number(0));
    values.put(":type", text(wish.type()));
    return values;
  }

  private Map<String, AttributeValue> take(
      Wish wish, String update, String condition, Map<String, AttributeValue> values) {
    return client
        .get()
        .updateItem(
            request ->
                request
                    .tableName(table)
                    .key(item(wish.key()))
                    .updateExpression(update)
                    .conditionExpression(condition)
                    .expressionAttributeNames(Map.of("#state", "state", "#type", "type"))
                    .expressionAttributeValues(values)
                    .returnValues(ReturnValue.ALL_OLD)
                    .returnValuesOnConditionCheckFailure(
                        ReturnValuesOnConditionCheckFailure.ALL_OLD))
        .attributes();
  }

  @Override
  public void record(Key key, Entry entry) {
    if (!entry.noted()) {
      write(key, entry, null, null);
      return;
    }
    try {
      write(key, entry, APPENDED, "attribute_not_exists(#log) OR size(#log) < :most");
    } catch (ConditionalCheckFailedException _) {
      write(key, entry, BEGUN, null);
    }
  }

  /**
   * @param log how the entry's line gets into the log; null where it gets none
   * @param condition null where there is none
   */
  private void write(Key key, Entry entry, String log, String condition) {
    Map<String, AttributeValue> said = said(entry);
    StringJoiner set = new StringJoiner(", ", "SET ", " ");
    set.add("#state = :state").add("lastAt = :at");
    StringJoiner remove = new StringJoiner(", ", "REMOVE ", " ").add("leaseUntil");
    for (String name : List.of("reason", "receipt", "nextAt", DOUBT)) {
      if (said.containsKey(name)) {
        set.add(name + " = :" + name);
      } else {
        remove.add(name);
      }
    }
    Map<String, String> names = new HashMap<>(Map.of("#state", "state"));
    Map<String, AttributeValue> values = new HashMap<>();
    said.forEach((name, value) -> values.put(":" + name, value));
    values.put(":state", text(entry.state()));
    values.put(":at", text(clock.instant().toString()));
    values.put(":count", number(entry.counts() ? 1 : 0));
    if (log != null) {
      set.add(log);
      names.put("#log", "log");
      values.put(":line", AttributeValue.fromL(List.of(line(said, entry))));
      if (condition != null) {
        values.put(":none", AttributeValue.fromL(List.of()));
        values.put(":most", number(MOST_LINES));
      }
    }
    client
        .get()
        .updateItem(
            request ->
                request
                    .tableName(table)
                    .key(item(key))
                    .updateExpression(set.toString() + remove + "ADD attempts :count")
                    .conditionExpression(condition)
                    .expressionAttributeNames(names)
                    .expressionAttributeValues(values));
  }

  private static Map<String, AttributeValue> said(Entry entry) {
    Map<String, AttributeValue> said = new HashMap<>();
    said.put("reason", text(entry.reason()));
    said.put("receipt", text(entry.receipt()));
    said.put("nextAt", text(entry.next() == null ? null : entry.next().toString()));
    said.put(DOUBT, text(entry.inDoubt() ? "a function ended during an attempt" : null));
    said.values().removeIf(value -> value.s() == null || value.s().isEmpty());
    return said;
  }

  private AttributeValue line(Map<String, AttributeValue> said, Entry entry) {
    Map<String, AttributeValue> line = new HashMap<>(said);
    line.remove(DOUBT);
    line.put("at", text(clock.instant().toString()));
    line.put("outcome", text(entry.outcome()));
    line.computeIfPresent("receipt", (_, receipt) -> text(Excerpt.of(receipt.s(), LONGEST_SHOWN)));
    return AttributeValue.fromM(line);
  }

  private static Map<String, AttributeValue> item(Key key) {
    return Map.of("pk", text(key.event()), "sk", text(key.delivery()));
  }

  private static AttributeValue text(String value) {
    return AttributeValue.builder().s(value == null ? null : Excerpt.whole(value)).build();
  }

  private static AttributeValue number(long value) {
    return AttributeValue.fromN(Long.toString(value));
  }
}
