package dev.patchbay.local.aws.dynamodb;

import dev.patchbay.local.aws.AwsException;
import dev.patchbay.local.aws.Members;
import dev.patchbay.local.clock.HubClock;
import dev.patchbay.local.store.Store;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentSkipListMap;

/** The tables and what is written to them, each write on disk on return. Thread-safe. */
final class Tables {
  private static final int LARGEST_ITEM = 400 * 1024;
  private static final Duration SWEEP = Duration.ofMinutes(10);

  /** A write of one item: what it makes of the item that stands there, null for none. */
  interface Change {
    Map<String, Object> of(Map<String, Object> before);
  }

  /** One item to write, if its condition holds. */
  record Write(
      TableSchema table,
      TableSchema.Place place,
      Condition condition,
      boolean tellsItem,
      Change change) {

    /**
     * A write that a request asks for.
     *
     * @param place of the item
     */
    static Write of(
        TableSchema table,
        TableSchema.Place place,
        Map<String, Object> request,
        Expressions expressions,
        Change change) {
      boolean tells = "ALL_OLD".equals(request.get("ReturnValuesOnConditionCheckFailure"));
      return new Write(table, place, expressions.condition(), tells, change);
    }
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

  /** The table that a request names, by name or ARN. */
  TableSchema require(Map<String, Object> request) {
    String given = Members.text(request, "TableName");
    TableSchema table = tables.get(given.substring(given.lastIndexOf('/') + 1));
    if (table == null) {
      throw new AwsException(
          "ResourceNotFoundException",
          "Requested resource not found: Table: " + given + " not found");
    }
    return table;
  }

  Map<String, Object> describe(TableSchema table) {
    return table.description(store.write(in -> items.count(in, table)));
  }

  /** The item at a place; null where there is none. */
  Map<String, Object> get(TableSchema table, TableSchema.Place place) {
    return store.write(in -> items.get(in, table, place));
  }

  Map<String, Object> get(Connection in, TableSchema table, TableSchema.Place place)
      throws SQLException {
    return items.get(in, table, place);
  }

  ItemTable.Page page(
      TableSchema table, Span span, TableSchema.Place after, boolean forward, long limit) {
    return store.write(in -> items.page(in, table, span, after, forward, limit));
  }

  /** Writes one item if its condition holds. */
  Written write(Write write) {
    return store.write(in -> write(in, write));
  }

  Written write(Connection in, Write write) throws SQLException {
    TableSchema table = write.table();
    Map<String, Object> before = items.get(in, table, write.place());
    if (!write.condition().holds(before == null ? Map.of() : before)) {
      throw new AwsException(
          "com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException",
          "The conditional request failed",
          400,
          write.tellsItem() && before != null ? Map.of("Item", before) : Map.of());
    }
    Map<String, Object> after = write.change().of(before);
    if (after == null) {
      items.delete(in, table, write.place());
    } else if (ItemSize.of(after) > LARGEST_ITEM) {
      throw new AwsException(
          "ValidationException",
          before == null
              ? "Item size has exceeded the maximum allowed size"
              : "Item size to update has exceeded the maximum allowed size");
    } else {
      items.put(in, table, write.place(), after);
    }
    return new Written(before, after);
  }

  /** Does several things in one transaction: all of them or none. */
  <T> T transaction(Store.Work<T> work) {
    return store.write(work);
  }

  private void sweep() {
    long now = clock.instant().getEpochSecond();
    tables.values().forEach(table -> store.writeLater(in -> items.expire(in, table, now)));
    clock.at(clock.instant().plus(SWEEP), this::sweep);
  }
}
