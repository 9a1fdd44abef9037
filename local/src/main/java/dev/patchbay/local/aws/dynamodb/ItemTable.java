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
      tbl text not null, hash text not null, range text not null, item text not null, expires integer,
      primary key (tbl, hash, range)) without rowid\
    """,
    "create index if not exists items_by_expiry on items (tbl, expires) where expires is not null"
  };

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

  void put(Connection in, TableSchema table, Map<String, Object> item) throws SQLException {
    TableSchema.Place place = table.place(item);
    statements
        .of(
            in,
            "insert into items values (?, ?, ?, ?, ?) on conflict (tbl, hash, range)"
                + " do update set item = excluded.item, expires = excluded.expires",
            table.name(),
            place.hash(),
            place.range(),
            Json.write(item),
            expires(table, item))
        .executeUpdate();
  }

  private static Long expires(TableSchema table, Map<String, Object> item) {
    Object value = table.timeToLive() == null ? null : item.get(table.timeToLive());
    return value != null && "N".equals(Attributes.type(value))
        ? Attributes.number(value).longValue()
        : null;
  }

  void delete(Connection in, TableSchema table, TableSchema.Place place) throws SQLException {
    statements
        .of(
            in,
            "delete from items where tbl = ? and hash = ? and range = ?",
            table.name(),
            place.hash(),
            place.range())
        .executeUpdate();
  }

  /** Items after a place, in key order; of one partition only where the hash is given. */
  List<Map<String, Object>> scan(
      Connection in,
      TableSchema table,
      String hash,
      TableSchema.Place after,
      boolean forward,
      int most)
      throws SQLException {
    String order = forward ? "asc" : "desc";
    String partition = hash == null ? "" : " and hash = ?";
    String start = after == null ? "" : " and (hash, range) " + (forward ? ">" : "<") + " (?, ?)";
    String sql =
        "select item from items where tbl = ?%s%s order by tbl %s, hash %3$s, range %3$s limit ?"
            .formatted(partition, start, order);
    List<Object> arguments = new ArrayList<>(List.of(table.name()));
    if (hash != null) {
      arguments.add(hash);
    }
    if (after != null) {
      arguments.add(after.hash());
      arguments.add(after.range());
    }
    arguments.add(most);
    try (ResultSet rows = statements.of(in, sql, arguments.toArray()).executeQuery()) {
      List<Map<String, Object>> items = new ArrayList<>();
      while (rows.next()) {
        items.add(Json.parseObject(rows.getString(1)));
      }
      return items;
    }
  }

  long count(Connection in, TableSchema table) throws SQLException {
    try (ResultSet row =
        statements
            .of(in, "select count(*) from items where tbl = ?", table.name())
            .executeQuery()) {
      row.next();
      return row.getLong(1);
    }
  }

  int expire(Connection in, TableSchema table, long now) throws SQLException {
    return statements
        .of(
            in,
            "delete from items where tbl = ? and expires is not null and expires < ?",
            table.name(),
            now)
        .executeUpdate();
  }
}
