package dev.patchbay.local.aws.dynamodb;

import dev.patchbay.core.json.Json;
import dev.patchbay.local.aws.AwsException;
import dev.patchbay.local.aws.Members;
import dev.patchbay.local.clock.HubClock;
import dev.patchbay.local.store.Store;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Predicate;

/** The tables and what is written to them, each write on disk on return. Thread-safe. */
final class Tables {
  private static final int LARGEST_ITEM = 400 * 1024;
  private static final int PAGE = 1000;
  private static final Duration SWEEP = Duration.ofMinutes(10);

  /** A write of one item: what it makes of the item that stands there, null for none. */
  interface Write {
    Map<String, Object> apply(Map<String, Object> before);
  }

  /** What stood before a write, and what stands now; null for none. */
  record Written(Map<String, Object> before, Map<String, Object> after) {}

  private final Store store;
  private final SortedMap<String, TableSchema> tables = new ConcurrentSkipListMap<>();
  private final ItemTable items = new ItemTable();
  private final HubClock clock;

  Tables(Store store, HubClock clock) {
    this.store = store;
    this.clock = clock;
    store.define(ItemTable.DEFINITIONS);
    clock.at(clock.instant().plus(SWEEP), this::sweep);
  }

  /** Declares a table; items of a former run stand. */
  void put(TableSchema table) {
    tables.put(table.name(), table);
  }

  Collection<String> names() {
    return tables.keySet();
  }

  TableSchema require(Map<String, Object> request) {
    String given = Members.text(request, "TableName");
    String name = given.substring(given.lastIndexOf('/') + 1);
    TableSchema table = tables.get(name);
    if (table == null) {
      throw new AwsException(
          "ResourceNotFoundException",
          "Requested resource not found: Table: " + name + " not found");
    }
    return table;
  }

  Map<String, Object> describe(TableSchema table) {
    return table.description(store.write(in -> items.count(in, table)));
  }

  Map<String, Object> get(TableSchema table, Map<String, Object> key) {
    table.requireKeyOnly(key);
    TableSchema.Place place = table.place(key);
    return store.write(in -> items.get(in, table, place));
  }

  /** Writes one item if its condition holds. */
  Written write(
      TableSchema table, Map<String, Object> key, Map<String, Object> request, Write write) {
    Predicate<Map<String, Object>> condition = condition(request);
    return store.write(in -> write(in, table, key, request, condition, write));
  }

  static Predicate<Map<String, Object>> condition(Map<String, Object> request) {
    return Condition.of(request.get("ConditionExpression"), Names.of(request));
  }

  Written write(
      Connection in,
      TableSchema table,
      Map<String, Object> key,
      Map<String, Object> request,
      Predicate<Map<String, Object>> condition,
      Write write)
      throws SQLException {
    TableSchema.Place place = table.place(key);
    Map<String, Object> before = items.get(in, table, place);
    if (!condition.test(before == null ? Map.of() : before)) {
      boolean all =
          "ALL_OLD".equals(request.get("ReturnValuesOnConditionCheckFailure")) && before != null;
      throw new AwsException(
          "com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException",
          "The conditional request failed",
          400,
          all ? Map.of("Item", before) : Map.of());
    }
    Map<String, Object> after = write.apply(before);
    if (after == null) {
      items.delete(in, table, place);
    } else {
      if (Json.write(after).getBytes(StandardCharsets.UTF_8).length > LARGEST_ITEM) {
        throw new AwsException(
            "ValidationException", "Item size has exceeded the maximum allowed size");
      }
      items.put(in, table, after);
    }
    return new Written(before, after);
  }

  /** Does several writes in one transaction: all of them or none. */
  <T> T transaction(Store.Work<T> work) {
    return store.write(work);
  }

  /**
   * Items in key order that pass, with where to go on; DynamoDB counts the limit before the filter.
   */
  Map<String, Object> read(
      TableSchema table,
      String hash,
      Predicate<Map<String, Object>> keys,
      Map<String, Object> request) {
    Predicate<Map<String, Object>> filter =
        Condition.of(request.get("FilterExpression"), Names.of(request));
    boolean forward = !Boolean.FALSE.equals(request.get("ScanIndexForward"));
    int limit = (int) Members.number(request, "Limit", PAGE);
    Map<String, Object> start = Members.object(request, "ExclusiveStartKey");
    TableSchema.Place after = start.isEmpty() ? null : table.place(start);
    List<Map<String, Object>> evaluated = new ArrayList<>();
    boolean more = true;
    while (more && evaluated.size() < limit) {
      TableSchema.Place from = after;
      List<Map<String, Object>> page =
          store.write(in -> items.scan(in, table, hash, from, forward, PAGE));
      page.stream().filter(keys).limit(limit - (long) evaluated.size()).forEach(evaluated::add);
      more = page.size() == PAGE;
      after = page.isEmpty() ? after : table.place(page.getLast());
    }
    List<Map<String, Object>> found = evaluated.stream().filter(filter).toList();
    Map<String, Object> answer = new LinkedHashMap<>();
    if (!"COUNT".equals(request.get("Select"))) {
      answer.put("Items", found.stream().map(item -> Projection.of(item, request)).toList());
    }
    answer.put("Count", found.size());
    answer.put("ScannedCount", evaluated.size());
    if (evaluated.size() == limit) {
      answer.put("LastEvaluatedKey", key(table, evaluated.getLast()));
    }
    return answer;
  }

  static Map<String, Object> key(TableSchema table, Map<String, Object> item) {
    Map<String, Object> key = new LinkedHashMap<>();
    key.put(table.hash(), item.get(table.hash()));
    if (table.range() != null) {
      key.put(table.range(), item.get(table.range()));
    }
    return key;
  }

  private void sweep() {
    long now = clock.instant().getEpochSecond();
    tables.values().forEach(table -> store.writeLater(in -> items.expire(in, table, now)));
    clock.at(clock.instant().plus(SWEEP), this::sweep);
  }
}
