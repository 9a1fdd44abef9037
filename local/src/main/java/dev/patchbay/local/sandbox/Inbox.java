package dev.patchbay.local.sandbox;

import dev.patchbay.core.json.Json;
import dev.patchbay.local.store.Store;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What has arrived at the stand-ins, kept like everything else on disk before the stand-in answers.
 * Thread-safe.
 */
public final class Inbox {
  /**
   * One arrival.
   *
   * @param number counts up over all connectors
   * @param kind how the console shows it: chat, sms, file, log or http
   */
  public record Arrival(
      long number,
      Instant at,
      String connector,
      String kind,
      String to,
      String from,
      String name,
      String text,
      String receipt) {}

  /** How much is kept for the stand-ins: enough for a day of play. */
  private static final int MEMORIES = 20_000;

  private final Store store;

  public Inbox(Store store) {
    this.store = store;
    store.define(
        """
        create table if not exists inbox (
          number integer primary key autoincrement, at integer not null, connector text not null,
          kind text not null, recipient text, sender text, name text, text text, receipt text)\
        """,
        "create table if not exists sandbox_calls (connector text primary key, calls integer not"
            + " null)",
        """
        create table if not exists sandbox_memory (
          number integer primary key autoincrement, connector text not null, key text not null,
          value text not null, unique (connector, key))\
        """);
  }

  /** What a connector's stand-in keeps between calls. */
  StandIn.Memory memory(String connector) {
    return new StandIn.Memory() {
      @Override
      public Optional<Object> recall(String key) {
        return recalled(connector, key);
      }

      @Override
      public void remember(String key, Object value) {
        keep(connector, key, value);
      }
    };
  }

  private Optional<Object> recalled(String connector, String key) {
    return store.write(
        in -> {
          try (PreparedStatement select =
              in.prepareStatement(
                  "select value from sandbox_memory where connector = ? and key = ?")) {
            select.setString(1, connector);
            select.setString(2, key);
            try (ResultSet row = select.executeQuery()) {
              return row.next()
                  ? Optional.ofNullable(Json.parse(row.getString(1)))
                  : Optional.empty();
            }
          }
        });
  }

  private void keep(String connector, String key, Object value) {
    store.write(
        in -> {
          try (PreparedStatement replace =
                  in.prepareStatement(
                      "insert or replace into sandbox_memory (connector, key, value)"
                          + " values (?, ?, ?)");
              PreparedStatement forget =
                  in.prepareStatement(
                      "delete from sandbox_memory where number <="
                          + " (select max(number) from sandbox_memory) - ?")) {
            replace.setString(1, connector);
            replace.setString(2, key);
            replace.setString(3, Json.write(value));
            replace.executeUpdate();
            forget.setInt(1, MEMORIES);
            return forget.executeUpdate();
          }
        });
  }

  /** The number of the next accepted call to a stand-in, from 1. */
  long nextCall(String connector) {
    return store.write(
        in -> {
          try (PreparedStatement upsert =
              in.prepareStatement(
                  """
                  insert into sandbox_calls values (?, 1)
                  on conflict (connector) do update set calls = calls + 1 returning calls\
                  """)) {
            upsert.setString(1, connector);
            try (ResultSet row = upsert.executeQuery()) {
              row.next();
              return row.getLong(1);
            }
          }
        });
  }

  /** Keeps an arrival and gives it its number. */
  void add(Arrival arrival) {
    store.write(
        in -> {
          try (PreparedStatement insert =
              in.prepareStatement(
                  "insert into inbox (at, connector, kind, recipient, sender, name, text, receipt)"
                      + " values (?, ?, ?, ?, ?, ?, ?, ?)")) {
            insert.setLong(1, arrival.at().toEpochMilli());
            insert.setString(2, arrival.connector());
            insert.setString(3, arrival.kind());
            insert.setString(4, arrival.to());
            insert.setString(5, arrival.from());
            insert.setString(6, arrival.name());
            insert.setString(7, arrival.text());
            insert.setString(8, arrival.receipt());
            return insert.executeUpdate();
          }
        });
  }

  /** The arrivals after a number, oldest first, at most so many of the newest. */
  public List<Arrival> after(long number, int most) {
    List<Arrival> arrivals =
        store.write(
            in -> {
              try (PreparedStatement select =
                  in.prepareStatement(
                      "select * from inbox where number > ? order by number desc limit ?")) {
                select.setLong(1, number);
                select.setInt(2, most);
                try (ResultSet rows = select.executeQuery()) {
                  List<Arrival> found = new ArrayList<>();
                  while (rows.next()) {
                    found.add(arrival(rows));
                  }
                  return found;
                }
              }
            });
    return arrivals.reversed();
  }

  /** The newest arrivals at one stand-in, newest first. */
  List<Arrival> newest(String connector, int most) {
    return store.write(
        in -> {
          try (PreparedStatement select =
              in.prepareStatement(
                  "select * from inbox where connector = ? order by number desc limit ?")) {
            select.setString(1, connector);
            select.setInt(2, most);
            try (ResultSet rows = select.executeQuery()) {
              List<Arrival> found = new ArrayList<>();
              while (rows.next()) {
                found.add(arrival(rows));
              }
              return found;
            }
          }
        });
  }

  private static Arrival arrival(ResultSet row) throws SQLException {
    return new Arrival(
        row.getLong("number"),
        Instant.ofEpochMilli(row.getLong("at")),
        row.getString("connector"),
        row.getString("kind"),
        row.getString("recipient"),
        row.getString("sender"),
        row.getString("name"),
        row.getString("text"),
        row.getString("receipt"));
  }
}
