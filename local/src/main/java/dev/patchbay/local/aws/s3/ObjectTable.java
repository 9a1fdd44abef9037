package dev.patchbay.local.aws.s3;

import dev.patchbay.local.store.Store;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Objects in the store. Thread-safe. */
final class ObjectTable {
  /** Sorts after every character that a key may hold. */
  static final String LAST = Character.toString(Character.MAX_CODE_POINT);

  /** An object without its bytes. */
  record Entry(String key, long size, String etag, String contentType, Instant modified) {}

  /** An object. */
  record Stored(Entry entry, byte[] bytes) {}

  private static final String ENTRY = "name, length(bytes), etag, type, modified";

  private final Store store;

  ObjectTable(Store store) {
    this.store = store;
    store.define(
        """
        create table if not exists objects (
          bucket text not null, name text not null, bytes blob not null, etag text not null,
          type text not null, modified integer not null, primary key (bucket, name))\
        """);
  }

  /** Puts an object; false where one stands and none may. */
  boolean put(String bucket, Entry entry, byte[] bytes, boolean ifNoneMatch) {
    String conflict =
        ifNoneMatch
            ? "do nothing"
            : "do update set bytes = excluded.bytes, etag = excluded.etag,"
                + " type = excluded.type, modified = excluded.modified";
    String sql = "insert into objects values (?, ?, ?, ?, ?, ?) on conflict (bucket, name) ";
    return store.write(in -> insert(in, sql + conflict, bucket, entry, bytes)) == 1;
  }

  /** Puts an object that has a key of its own. */
  void put(Connection in, String bucket, Entry entry, byte[] bytes) throws SQLException {
    insert(in, "insert into objects values (?, ?, ?, ?, ?, ?)", bucket, entry, bytes);
  }

  private static int insert(Connection in, String sql, String bucket, Entry entry, byte[] bytes)
      throws SQLException {
    long modified = entry.modified().toEpochMilli();
    return update(in, sql, bucket, entry.key(), bytes, entry.etag(), entry.contentType(), modified);
  }

  private static int update(Connection in, String sql, Object... arguments) throws SQLException {
    try (PreparedStatement statement = in.prepareStatement(sql)) {
      for (int i = 0; i < arguments.length; i++) {
        statement.setObject(i + 1, arguments[i]);
      }
      return statement.executeUpdate();
    }
  }

  /** An object; null where there is none. */
  Stored get(String bucket, String key) {
    return store.write(
        in -> {
          try (PreparedStatement select =
              in.prepareStatement(
                  "select " + ENTRY + ", bytes from objects where bucket = ? and name = ?")) {
            select.setString(1, bucket);
            select.setString(2, key);
            try (ResultSet row = select.executeQuery()) {
              return row.next() ? new Stored(entry(row), row.getBytes(6)) : null;
            }
          }
        });
  }

  private static Entry entry(ResultSet row) throws SQLException {
    return new Entry(
        row.getString(1),
        row.getLong(2),
        row.getString(3),
        row.getString(4),
        Instant.ofEpochMilli(row.getLong(5)));
  }

  /** Objects whose key begins with a prefix and comes after another, in order of key. */
  List<Entry> list(String bucket, String prefix, String after, int most) {
    String sql =
        "select "
            + ENTRY
            + " from objects where bucket = ? and name > ? and name >= ? and name < ?"
            + " order by name limit ?";
    return store.write(
        in -> {
          try (PreparedStatement select = in.prepareStatement(sql)) {
            select.setString(1, bucket);
            select.setString(2, after);
            select.setString(3, prefix);
            select.setString(4, prefix + LAST);
            select.setInt(5, most);
            List<Entry> entries = new ArrayList<>();
            try (ResultSet rows = select.executeQuery()) {
              while (rows.next()) {
                entries.add(entry(rows));
              }
            }
            return entries;
          }
        });
  }

  void delete(String bucket, List<String> keys) {
    store.write(
        in -> {
          for (String key : keys) {
            update(in, "delete from objects where bucket = ? and name = ?", bucket, key);
          }
          return null;
        });
  }

  /** Removes what was put before a time, soon. */
  void expire(String bucket, String prefix, Instant before) {
    store.writeLater(
        in ->
            update(
                in,
                "delete from objects where bucket = ? and name >= ? and name < ? and modified < ?",
                bucket,
                prefix,
                prefix + LAST,
                before.toEpochMilli()));
  }
}
