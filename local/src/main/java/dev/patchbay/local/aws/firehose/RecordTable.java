package dev.patchbay.local.aws.firehose;

import dev.patchbay.local.store.Store;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Records that wait to be written, on disk. Thread-safe. */
final class RecordTable {
  /** A record; numbers count in the order of arrival. */
  record Waiting(long number, Instant at, byte[] bytes) {}

  RecordTable(Store store) {
    store.define(
        """
        create table if not exists firehose_records (
          number integer primary key autoincrement, stream text not null, at integer not null,
          bytes blob not null)\
        """,
        "create index if not exists firehose_records_by_stream on firehose_records (stream,"
            + " number)");
  }

  void insert(Connection in, String stream, Instant at, byte[] bytes) throws SQLException {
    try (PreparedStatement insert =
        in.prepareStatement("insert into firehose_records (stream, at, bytes) values (?, ?, ?)")) {
      insert.setString(1, stream);
      insert.setLong(2, at.toEpochMilli());
      insert.setBytes(3, bytes);
      insert.executeUpdate();
    }
  }

  /** The oldest records, as many as fit into so many bytes, and one at least. */
  List<Waiting> oldest(Connection in, String stream, long bytes) throws SQLException {
    List<Waiting> oldest = new ArrayList<>();
    long size = 0;
    try (PreparedStatement select =
        in.prepareStatement(
            "select number, at, bytes from firehose_records where stream = ? order by number")) {
      select.setString(1, stream);
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next() && size < bytes) {
          byte[] record = rows.getBytes(3);
          size += record.length;
          oldest.add(new Waiting(rows.getLong(1), Instant.ofEpochMilli(rows.getLong(2)), record));
        }
      }
    }
    return oldest;
  }

  /** How many bytes wait, and since when; null where none do. */
  record Backlog(long bytes, Instant since) {}

  Backlog backlog(Connection in, String stream) throws SQLException {
    try (PreparedStatement select =
        in.prepareStatement(
            "select sum(length(bytes)), min(at) from firehose_records where stream = ?")) {
      select.setString(1, stream);
      try (ResultSet row = select.executeQuery()) {
        return row.next() && row.getObject(2) != null
            ? new Backlog(row.getLong(1), Instant.ofEpochMilli(row.getLong(2)))
            : null;
      }
    }
  }

  void delete(Connection in, String stream, long upTo) throws SQLException {
    try (PreparedStatement delete =
        in.prepareStatement("delete from firehose_records where stream = ? and number <= ?")) {
      delete.setString(1, stream);
      delete.setLong(2, upTo);
      delete.executeUpdate();
    }
  }
}
