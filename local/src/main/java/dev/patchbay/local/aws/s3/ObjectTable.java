package dev.patchbay.local.aws.s3;

import dev.patchbay.local.store.Store;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Objects in the store. Thread-safe. */
final class ObjectTable {
  /** An object without its bytes. */
  record Entry(String key, long size, String etag, String contentType, Instant modified) {}

  private final Store store;

  ObjectTable(Store store) {
    this.store = store;
    store.define(
        """
        create table if not exists objects (
          bucket text not null, name text not null, bytes blob not null, etag text not null, type text not null,
          modified integer not null, primary key (bucket, name))\
        """);
  }

  /** Puts an object; false where one stands and none may. */
  boolean put(String bucket, Entry entry, byte[] bytes, boolean ifNoneMatch) {
    String conflict =
        ifNoneMatch
            ? "do nothing"
            : "do update set bytes = excluded.bytes, etag = excluded.etag, type = excluded.type,"
                + " modified = excluded.modified";
    return store.write(
        in -> {
          try (PreparedStatement insert =
              in.prepareStatement(
                  "insert into objects values (?, ?, ?, ?, ?, ?) on conflict (bucket, name) "
                      + conflict)) {
            insert.setString(1, bucket);
            insert.setString(2, entry.key());
            insert.setBytes(3, bytes);
            insert.setString(4, entry.etag());
            insert.setString(5, entry.contentType());
            insert.setLong(6, entry.modified().toEpochMilli());
            return insert.executeUpdate() == 1;
          }
        });
  }

  /** The bytes of an object; null where there is none. */
  byte[] bytes(String bucket, String key) {
    return store.write(
        in -> {
          try (PreparedStatement select =
              in.prepareStatement("select bytes from objects where bucket = ? and name = ?")) {
            select.setString(1, bucket);
            select.setString(2, key);
            try (ResultSet row = select.executeQuery()) {
              return row.next() ? row.getBytes(1) : null;
            }
          }
        });
  }

  /** Objects whose key begins with a prefix and comes after another, in order of key. */
  List<Entry> list(String bucket, String prefix, String after, int most) {
    return store.write(
        in -> {
          try (PreparedStatement select =
              in.prepareStatement(
                  """
                  select name, length(bytes), etag, type, modified from objects
                  where bucket = ? and name > ? and substr(name, 1, ?) = ? order by name limit ?\
                  """)) {
            select.setString(1, bucket);
            select.setString(2, after);
            select.setInt(3, prefix.length());
            select.setString(4, prefix);
            select.setInt(5, most);
            List<Entry> entries = new ArrayList<>();
            try (ResultSet rows = select.executeQuery()) {
              while (rows.next()) {
                entries.add(
                    new Entry(
                        rows.getString(1),
                        rows.getLong(2),
                        rows.getString(3),
                        rows.getString(4),
                        Instant.ofEpochMilli(rows.getLong(5))));
              }
            }
            return entries;
          }
        });
  }

  void delete(String bucket, String key) {
    store.write(
        in -> {
          try (PreparedStatement delete =
              in.prepareStatement("delete from objects where bucket = ? and name = ?")) {
            delete.setString(1, bucket);
            delete.setString(2, key);
            return delete.executeUpdate();
          }
        });
  }

  void expire(String bucket, Instant before) {
    store.writeLater(
        in -> {
          try (PreparedStatement delete =
              in.prepareStatement("delete from objects where bucket = ? and modified < ?")) {
            delete.setString(1, bucket);
            delete.setLong(2, before.toEpochMilli());
            return delete.executeUpdate();
          }
        });
  }
}
