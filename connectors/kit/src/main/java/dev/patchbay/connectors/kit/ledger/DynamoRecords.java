package dev.patchbay.connectors.kit.ledger;

import static dev.patchbay.connectors.kit.ledger.Items.number;
import static dev.patchbay.connectors.kit.ledger.Items.text;

import dev.patchbay.connectors.kit.ledger.Ledger.Entry;
import dev.patchbay.connectors.kit.ledger.Ledger.Key;
import dev.patchbay.core.text.Excerpt;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.function.Supplier;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;

/**
 * Records of what attempts came to: one conditional write each. Only whoever holds a delivery
 * records it; that it was delivered is written whoever holds it by now, since nothing makes it
 * undone.
 */
final class DynamoRecords {
  /** An item holds 400 KB; a line of the log, at most one. Older lines make room. */
  private static final int MOST_LINES = 100;

  /** Bytes of a receipt that a line of the log shows; the delivery itself keeps all of it. */
  private static final int LONGEST_SHOWN = 500;

  private static final String ANSWER = "answer";

  private static final String HELD = "holder = :me AND #state = :claimed";
  private static final String UNDELIVERED = "attribute_not_exists(#state) OR #state <> :delivered";
  private static final String ROOM = " AND (attribute_not_exists(#log) OR size(#log) < :most)";

  private final Supplier<DynamoDbClient> client;
  private final String table;
  private final InstantSource clock;

  DynamoRecords(Supplier<DynamoDbClient> client, String table, InstantSource clock) {
    this.client = client;
    this.table = table;
    this.clock = clock;
  }

  /** How an entry's line gets into the log. */
  private enum Line {
    APPENDED,
    BEGINS,
    NONE
  }

  boolean record(Key key, String holder, Entry entry) {
    try {
      write(key, holder, entry, entry.noted() ? Line.APPENDED : Line.NONE, true);
      return true;
    } catch (ConditionalCheckFailedException e) {
      Map<String, AttributeValue> item = e.hasItem() ? e.item() : Map.of();
      if (!Items.isHeldBy(item, holder)) {
        return wins(key, holder, entry);
      }
      return !Items.isClaimed(item) || begins(key, holder, entry); // else an answer was lost
    }
  }

  /** By a query, which the functions may make for their digests anyhow. */
  String state(Key key) {
    return client
        .get()
        .query(
            query ->
                query
                    .tableName(table)
                    .keyConditionExpression("pk = :event AND sk = :delivery")
                    .projectionExpression("#state")
                    .expressionAttributeNames(Map.of("#state", "state"))
                    .expressionAttributeValues(
                        Map.of(":event", text(key.event()), ":delivery", text(key.delivery())))
                    .consistentRead(true))
        .items()
        .stream()
        .map(item -> item.get("state").s())
        .findFirst()
        .orElse("");
  }

  private boolean begins(Key key, String holder, Entry entry) {
    try {
      write(key, holder, entry, Line.BEGINS, true);
      return true;
    } catch (ConditionalCheckFailedException e) {
      return Items.isHeldBy(e.hasItem() ? e.item() : Map.of(), holder) || wins(key, holder, entry);
    }
  }

  /** Another has taken it over. */
  private boolean wins(Key key, String holder, Entry entry) {
    if (!entry.state().equals("delivered")) {
      return false;
    }
    try {
      write(key, holder, entry, Line.APPENDED, false);
      return true;
    } catch (ConditionalCheckFailedException _) {
      return false;
    }
  }

  private void write(Key key, String holder, Entry entry, Line line, boolean isHeld) {
    Map<String, AttributeValue> said = said(entry);
    StringJoiner set = new StringJoiner(", ", "SET ", " ");
    set.add("#state = :state").add("lastAt = :at").add("holder = :me");
    StringJoiner remove = new StringJoiner(", ", "REMOVE ", " ").add("leaseUntil");
    for (String name : changed(entry)) {
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
    values.put(":me", text(holder));
    values.put(isHeld ? ":claimed" : ":delivered", text(isHeld ? "claimed" : "delivered"));
    String condition = isHeld ? HELD : UNDELIVERED;
    if (line != Line.NONE) {
      names.put("#log", "log");
      values.put(":line", AttributeValue.fromL(List.of(line(said, entry))));
      set.add(
          line == Line.BEGINS
              ? "#log = :line"
              : "#log = list_append(if_not_exists(#log, :none), :line)");
    }
    if (line == Line.APPENDED) {
      values.put(":none", AttributeValue.fromL(List.of()));
      if (isHeld) {
        condition += ROOM;
        values.put(":most", number(MOST_LINES));
      }
    }
    String update = set.toString() + remove + "ADD attempts :count";
    new Change(Items.of(key), update, condition, names, values)
        .make(client.get(), table, ReturnValue.NONE);
  }

  /** What an entry says, or says no more. */
  private static List<String> changed(Entry entry) {
    List<String> changed = new ArrayList<>(List.of("reason", "receipt", "nextAt", Items.DOUBT));
    if (entry.answer() != null) {
      changed.add(ANSWER);
    }
    if (entry.window() != null) {
      changed.add(Items.WINDOW);
    }
    return changed;
  }

  private static Map<String, AttributeValue> said(Entry entry) {
    Map<String, AttributeValue> said = new HashMap<>();
    said.put("reason", text(entry.reason()));
    said.put("receipt", text(entry.receipt()));
    said.put(Items.WINDOW, text(entry.window()));
    said.put(ANSWER, text(entry.answer()));
    said.put("nextAt", text(entry.next() == null ? null : entry.next().toString()));
    said.put(Items.DOUBT, text(entry.inDoubt() ? "an attempt may have been carried out" : null));
    said.values().removeIf(value -> value.s() == null || value.s().isEmpty());
    return said;
  }

  private AttributeValue line(Map<String, AttributeValue> said, Entry entry) {
    Map<String, AttributeValue> line = new HashMap<>(said);
    line.remove(Items.DOUBT);
    line.remove(ANSWER);
    line.remove(Items.WINDOW);
    line.put("at", text(clock.instant().toString()));
    line.put("outcome", text(entry.outcome()));
    line.computeIfPresent("receipt", (_, receipt) -> text(Excerpt.of(receipt.s(), LONGEST_SHOWN)));
    return AttributeValue.fromM(line);
  }
}
