package dev.patchbay.local.aws.sqs;

import dev.patchbay.core.json.Json;
import dev.patchbay.local.aws.AwsException;
import dev.patchbay.local.store.Statements;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The SQL of queues and messages. Used inside of the store's transactions, hence by one thread. */
final class MessageTable {
  static final String[] DEFINITIONS = {
    "create table if not exists queues (name text primary key, attributes text not null)",
    """
    create table if not exists messages (
      id integer primary key autoincrement, queue text not null, message_id text not null,
      body text not null, attributes text not null, sent integer not null, visible integer not null,
      first integer not null default 0, receives integer not null default 0, held integer not null default 0)\
    """,
    "create index if not exists messages_by_queue on messages (queue, visible, id)",
    "create index if not exists messages_held on messages (held) where held = 1"
  };

  /** A message as it lies in the table. */
  record Row(
      long id,
      String messageId,
      String body,
      String attributes,
      long sent,
      long visible,
      long first,
      int receives) {}

  /** What a receipt handle holds: the message, and which of its receives it was. */
  record Handle(long id, int receives) {
    static Handle parse(String text) {
      try {
        String[] parts =
            new String(Base64.getUrlDecoder().decode(text), StandardCharsets.US_ASCII).split(":");
        return new Handle(Long.parseLong(parts[0]), Integer.parseInt(parts[1]));
      } catch (RuntimeException e) {
        throw new AwsException(
            "ReceiptHandleIsInvalid",
            "The input receipt handle \"" + text + "\" is not a valid receipt handle.",
            404);
      }
    }

    @Override
    public String toString() {
      return Base64.getUrlEncoder()
          .withoutPadding()
          .encodeToString((id + ":" + receives).getBytes(StandardCharsets.US_ASCII));
    }
  }

  private final Statements statements = new Statements();

  private int update(Connection in, String sql, Object... arguments) throws SQLException {
    return statements.of(in, sql, arguments).executeUpdate();
  }

  Map<String, Map<String, String>> queues(Connection in) throws SQLException {
    Map<String, Map<String, String>> queues = new HashMap<>();
    try (ResultSet rows = statements.of(in, "select name, attributes from queues").executeQuery()) {
      while (rows.next()) {
        Map<String, String> attributes = new HashMap<>();
        Json.parseObject(rows.getString(2))
            .forEach((name, value) -> attributes.put(name, value.toString()));
        queues.put(rows.getString(1), attributes);
      }
    }
    return queues;
  }

  int putQueue(Connection in, String name, Map<String, String> attributes) throws SQLException {
    return update(
        in,
        "insert into queues values (?, ?) on conflict (name) do update set attributes ="
            + " excluded.attributes",
        name,
        Json.write(attributes));
  }

  int deleteQueue(Connection in, String name) throws SQLException {
    purge(in, name);
    return update(in, "delete from queues where name = ?", name);
  }

  int purge(Connection in, String queue) throws SQLException {
    return update(in, "delete from messages where queue = ?", queue);
  }

  int expire(Connection in, String queue, long sentBefore) throws SQLException {
    return update(in, "delete from messages where queue = ? and sent < ?", queue, sentBefore);
  }

  void insert(Connection in, String queue, Outgoing message, long now, long visible)
      throws SQLException {
    update(
        in,
        "insert into messages (queue, message_id, body, attributes, sent, visible) values (?, ?, ?,"
            + " ?, ?, ?)",
        queue,
        message.messageId(),
        message.body(),
        Json.write(message.attributes()),
        now,
        visible);
  }

  List<Row> visible(Connection in, String queue, long now, long sentAfter, int most)
      throws SQLException {
    // In the order of the index: any other makes SQLite sort the whole queue.
    String sql =
        "select * from messages where queue = ? and visible <= ? and sent > ? order by queue,"
            + " visible, id limit ?";
    try (ResultSet rows = statements.of(in, sql, queue, now, sentAfter, most).executeQuery()) {
      List<Row> found = new ArrayList<>();
      while (rows.next()) {
        found.add(row(rows));
      }
      return found;
    }
  }

  List<Message> newest(Connection in, String queue, int most) throws SQLException {
    String sql = "select * from messages where queue = ? order by id desc limit ?";
    try (ResultSet rows = statements.of(in, sql, queue, most).executeQuery()) {
      List<Message> found = new ArrayList<>();
      while (rows.next()) {
        Row row = row(rows);
        found.add(message(row, null, row.receives(), row.first()));
      }
      return found;
    }
  }

  private static Message message(Row row, String receiptHandle, int receives, long first) {
    return new Message(
        row.messageId(),
        receiptHandle,
        row.body(),
        Json.parseObject(row.attributes()),
        row.sent(),
        receives,
        first);
  }

  private static Row row(ResultSet rows) throws SQLException {
    return new Row(
        rows.getLong("id"),
        rows.getString("message_id"),
        rows.getString("body"),
        rows.getString("attributes"),
        rows.getLong("sent"),
        rows.getLong("visible"),
        rows.getLong("first"),
        rows.getInt("receives"));
  }

  Message claim(Connection in, Row row, long now, long visible) throws SQLException {
    long first = row.first() == 0 ? now : row.first();
    int receives = row.receives() + 1;
    update(
        in,
        "update messages set visible = ?, first = ?, receives = ?, held = 1 where id = ?",
        visible,
        first,
        receives,
        row.id());
    return message(row, new Handle(row.id(), receives).toString(), receives, first);
  }

  Row find(Connection in, String queue, Handle handle) throws SQLException {
    String sql = "select * from messages where id = ? and queue = ? and receives = ?";
    try (ResultSet rows =
        statements.of(in, sql, handle.id(), queue, handle.receives()).executeQuery()) {
      return rows.next() ? row(rows) : null;
    }
  }

  void hide(Connection in, long id, long visible) throws SQLException {
    update(in, "update messages set visible = ?, held = 0 where id = ?", visible, id);
  }

  /** Makes visible what was received and neither deleted nor hidden: whoever had it is gone. */
  int release(Connection in, long now) throws SQLException {
    return update(in, "update messages set visible = ?, held = 0 where held = 1", now);
  }

  void delete(Connection in, String queue, Handle handle) throws SQLException {
    update(
        in,
        "delete from messages where id = ? and queue = ? and receives = ?",
        handle.id(),
        queue,
        handle.receives());
  }

  void move(Connection in, long id, String queue, long now) throws SQLException {
    update(
        in,
        "update messages set queue = ?, visible = ?, first = 0, receives = 0, held = 0 where id ="
            + " ?",
        queue,
        now,
        id);
  }

  /**
   * What is put back counts as sent anew.
   * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-configure-dead-letter-queue-redrive.html
   */
  int moveAll(Connection in, String from, String to, long now) throws SQLException {
    return update(
        in,
        "update messages set queue = ?, sent = ?, visible = ?, first = 0, receives = 0, held = 0"
            + " where queue = ?",
        to,
        now,
        now,
        from);
  }

  Long nextVisible(Connection in, String queue, long now) throws SQLException {
    String sql = "select min(visible) from messages where queue = ? and visible > ?";
    try (ResultSet rows = statements.of(in, sql, queue, now).executeQuery()) {
      rows.next();
      long due = rows.getLong(1);
      return rows.wasNull() ? null : due;
    }
  }

  Long oldest(Connection in, String queue) throws SQLException {
    String sql = "select min(sent) from messages where queue = ? and receives <= 3";
    try (ResultSet rows = statements.of(in, sql, queue).executeQuery()) {
      rows.next();
      long sent = rows.getLong(1);
      return rows.wasNull() ? null : sent;
    }
  }

  long[] counts(Connection in, String queue, long now) throws SQLException {
    String sql =
        "select sum(visible <= ?), sum(visible > ? and receives > 0), sum(visible > ? and receives"
            + " = 0) from messages where queue = ?";
    try (ResultSet rows = statements.of(in, sql, now, now, now, queue).executeQuery()) {
      rows.next();
      return new long[] {rows.getLong(1), rows.getLong(2), rows.getLong(3)};
    }
  }
}
