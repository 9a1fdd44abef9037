package dev.patchbay.local.aws.logs;

import dev.patchbay.local.clock.HubClock;
import dev.patchbay.local.store.Statements;
import dev.patchbay.local.store.Store;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** What functions printed, by log group. Appending never waits for the disk. Thread-safe. */
public final class LogGroups {
  /**
   * A line.
   *
   * @param number counts up over all groups
   */
  record Line(long number, String stream, long at, String text) {}

  private static final Duration SWEEP = Duration.ofHours(1);

  private final Store store;
  private final HubClock clock;
  private final Statements statements = new Statements();
  private final String stream = "[$LATEST]" + UUID.randomUUID().toString().replace("-", "");

  /** Groups whose stream of this run is known to the store. */
  private final Set<String> begun = ConcurrentHashMap.newKeySet();

  private final Map<String, Duration> retention = new ConcurrentHashMap<>();

  public LogGroups(Store store, HubClock clock) {
    this.store = store;
    this.clock = clock;
    store.define(
        """
        create table if not exists log_lines (
          number integer primary key autoincrement, log_group text not null, stream text not null,
          at integer not null, text text not null)\
        """,
        "create index if not exists log_lines_by_group on log_lines (log_group, number)",
        """
        create table if not exists log_streams (
          number integer primary key autoincrement, log_group text not null, stream text not null)\
        """);
    clock.at(clock.instant().plus(SWEEP), this::sweep);
  }

  /** How long a group's lines are kept. */
  void keep(String group, Duration age) {
    retention.put(group, age);
  }

  /** Keeps a line, soon. */
  public void append(String group, Instant at, String text) {
    boolean first = begun.add(group);
    store.writeLater(
        in -> {
          if (first) {
            String begin = "insert into log_streams (log_group, stream) values (?, ?)";
            statements.of(in, begin, group, stream).executeUpdate();
          }
          String insert = "insert into log_lines (log_group, stream, at, text) values (?, ?, ?, ?)";
          return statements.of(in, insert, group, stream, at.toEpochMilli(), text).executeUpdate();
        });
  }

  List<String> groups() {
    return texts("select distinct log_group from log_streams order by 1");
  }

  /** A group's streams, one for each run of the hub, the newest first. */
  List<String> streams(String group) {
    return texts("select stream from log_streams where log_group = ? order by number desc", group);
  }

  private void sweep() {
    Instant now = clock.instant();
    retention.forEach(
        (group, age) -> {
          String delete = "delete from log_lines where log_group = ? and at < ?";
          long before = now.minus(age).toEpochMilli();
          store.writeLater(in -> statements.of(in, delete, group, before).executeUpdate());
        });
    clock.at(now.plus(SWEEP), this::sweep);
  }

  private List<String> texts(String sql, String... arguments) {
    return store.write(
        in -> {
          try (PreparedStatement select = in.prepareStatement(sql)) {
            for (int i = 0; i < arguments.length; i++) {
              select.setString(i + 1, arguments[i]);
            }
            List<String> texts = new ArrayList<>();
            try (ResultSet rows = select.executeQuery()) {
              while (rows.next()) {
                texts.add(rows.getString(1));
              }
            }
            return texts;
          }
        });
  }

  /**
   * Lines of a group between two numbers, both exclusive, in order of number.
   *
   * @param stream null for all
   * @param newest whether the last ones are wanted where there are more than the most
   */
  List<Line> lines(String group, String stream, long after, long before, int most, boolean newest) {
    String sql =
        "select number, stream, at, text from log_lines where log_group = ? and number > ? and"
            + " number < ?"
            + (stream == null ? "" : " and stream = ?")
            + " order by number "
            + (newest ? "desc" : "asc")
            + " limit "
            + most;
    List<Line> lines =
        store.write(
            in -> {
              try (PreparedStatement select = in.prepareStatement(sql)) {
                select.setString(1, group);
                select.setLong(2, after);
                select.setLong(3, before);
                if (stream != null) {
                  select.setString(4, stream);
                }
                List<Line> found = new ArrayList<>();
                try (ResultSet rows = select.executeQuery()) {
                  while (rows.next()) {
                    found.add(
                        new Line(
                            rows.getLong(1),
                            rows.getString(2),
                            rows.getLong(3),
                            rows.getString(4)));
                  }
                }
                return found;
              }
            });
    return newest ? lines.reversed() : lines;
  }
}
