package dev.patchbay.local.aws.dynamodb;

import dev.patchbay.core.json.Json;
import dev.patchbay.local.store.Statements;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The SQL of items. Used inside of the store's transactions, hence by one thread. */
final class ItemTable {
  static final String[] DEFINITIONS = {
    """
    create table if not exists items (
      tbl text not null, hash text not null, range text not null, item text not null,
      expires integer, primary key (tbl, hash, range)) without rowid\
    """,
    "create index if not exists items_by_expiry on items (tbl, expires) where expires is not null"
  };

  /** Bytes after which a page ends, as in AWS's Query and Scan. */
  private static final int PAGE = 1024 * 1024;

  /**
   * What a query evaluates at once.
   *
   * @param more whether it ended before the stretch did, or at the limit
   */
  record Page(List<Map<String, Object>> items, int size, boolean more) {}

  private final Statements statements = new Statements();

  /** The item at a place; null where there is none. */
  Map<String, Object> get(Connection in, TableSchema table, TableSchema.Place place)
      throws SQLException {
    String sql = "select item from items where tbl = ? and hash = ? and range = ?";
    try (ResultSet row =
        statements.of(in, sql, table.name(), place.hash(), place.range()).executeQuery()) {
      return row.next() ? Json.parseObject(row.getString(1)) : null;
    }
  }

  void put(Connection in, TableSchema table, TableSchema.Place place, Map<String, Object> item)
      throws SQLException {
    statements
        .of(
            in,
            "insert into items values (?, ?, ?, ?, ?) on conflict (tbl, hash, range)"
                + " do update set item = excluded.item, expires = excluded.expires",
            table.name(),
            place.hash(),
            place.range(),
            Json.write(item),
            table.expires(item))
        .executeUpdate();
  }

  void delete(Connection in, TableSchema table, TableSchema.Place place) throws SQLException {
    String sql = "delete from items where tbl = ? and hash = ? and range = ?";
    statements.of(in, sql, table.name(), place.hash(), place.range()).executeUpdate();
  }

  /**
   * The next items of a stretch, in key order.
   *
   * @param after where the former page ended, or null
   */
  Page page(
      Connection in,
      TableSchema table,
      Span span,
      TableSchema.Place after,
      boolean forward,
      long limit)
      throws SQLException {
    List<Object> arguments = new ArrayList<>();
    String sql = select(table, span, after, forward, arguments);
    List<Map<String, Object>> items = new ArrayList<>();
    int size = 0;
    try (ResultSet rows = statements.of(in, sql, arguments.toArray()).executeQuery()) {
      while (items.size() < limit && size < PAGE && rows.next()) {
        items.add(Json.parseObject(rows.getString(1)));
        size += ItemSize.of(items.getLast());
      }
    }
    return new Page(items, size, items.size() == limit || size >= PAGE);
  }

  private static String select(
      TableSchema table,
      Span span,
      TableSchema.Place after,
      boolean forward,
      List<Object> arguments) {
    StringBuilder sql = new StringBuilder("select item from items where tbl = ?");
    arguments.add(table.name());
    bound(sql, arguments, "hash =", span.hash());
    bound(sql, arguments, span.lowIn() ? "range >=" : "range >", span.low());
    bound(sql, arguments, span.highIn() ? "range <=" : "range <", span.high());
    String beyond = forward ? ">" : "<";
    if (after != null && span.hash() != null) {
      bound(sql, arguments, "range " + beyond, after.range());
    } else if (after != null) {
      sql.append(" and (hash, range) ").append(beyond).append(" (?, ?)");
      arguments.addAll(List.of(after.hash(), after.range()));
    }
    return sql.append(forward ? " order by hash, range" : " order by hash desc, range desc")
        .toString();
  }

  private static void bound(StringBuilder sql, List<Object> arguments, String test, String value) {
    if (value != null) {
      sql.append(" and ").append(test).append(" ?");
      arguments.add(value);
    }
  }

  long count(Connection in, TableSchema table) throws SQLException {
    String sql = "select count(*) from items where tbl = ?";
    try (ResultSet row = statements.of(in, sql, table.name()).executeQuery()) {
      row.next();
      return row.getLong(1);
    }
  }

  int expire(Connection in, TableSchema table, long now) throws SQLException {
    String sql = "delete from items where tbl = ? and expires is not null and expires < ?";
    return statements.of(in, sql, table.name(), now).executeUpdate();
  }
}
