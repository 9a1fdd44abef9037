package dev.patchbay.local.aws.events;

import dev.patchbay.core.json.Json;
import dev.patchbay.local.aws.Arns;
import dev.patchbay.local.aws.AwsException;
import dev.patchbay.local.store.Store;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import software.amazon.event.ruler.Ruler;

/**
 * The archives of the buses. The template makes them anew at each start; their events stay on disk,
 * once for each bus. Thread-safe.
 */
final class Archives {
  /**
   * What is kept of a bus.
   *
   * @param pattern of the events that it keeps, or null for all
   * @param retentionDays 0 for ever
   */
  record Archive(String name, String bus, String pattern, int retentionDays) {
    String arn() {
      return Arns.of("events", "archive/" + name);
    }

    boolean takes(String event) {
      try {
        return pattern == null || Ruler.matchesRule(event, pattern);
      } catch (Exception e) { // what event-ruler declares
        throw new AwsException(
            "InvalidEventPatternException",
            "Event pattern is not valid. Reason: " + e.getMessage());
      }
    }
  }

  /** An event that was kept; {@code number} counts in the order of arrival. */
  record Kept(long number, String id, long time, String json) {}

  /** How much an archive's bus has kept. */
  record Size(long events, long bytes) {}

  private final Store store;
  private final Map<String, Archive> archives = new ConcurrentSkipListMap<>();

  Archives(Store store) {
    this.store = store;
    store.define(
        """
        create table if not exists archive (
          number integer primary key autoincrement, bus text not null, id text not null,
          time integer not null, event text not null)\
        """,
        "create index if not exists archive_by_time on archive (bus, time)");
  }

  Store store() {
    return store;
  }

  void put(Archive archive) {
    archive.takes("{}");
    archives.put(archive.name(), archive);
  }

  Collection<Archive> all() {
    return archives.values();
  }

  /** The archive of a name or ARN. */
  Archive require(String nameOrArn) {
    String name = nameOrArn.substring(nameOrArn.lastIndexOf('/') + 1);
    Archive archive = archives.get(name);
    if (archive == null) {
      throw new AwsException("ResourceNotFoundException", "Archive " + name + " does not exist.");
    }
    return archive;
  }

  /** Whether any archive keeps an event. */
  boolean isKept(Buses.Posted posted) {
    return archives.values().stream()
        .anyMatch(it -> it.bus().equals(posted.bus()) && it.takes(posted.json()));
  }

  void insert(Connection in, Buses.Posted posted) throws SQLException {
    try (PreparedStatement insert =
        in.prepareStatement("insert into archive (bus, id, time, event) values (?, ?, ?, ?)")) {
      insert.setString(1, posted.bus());
      insert.setString(2, posted.id());
      insert.setLong(3, Instant.parse(posted.event().get("time").toString()).toEpochMilli());
      insert.setString(4, posted.json());
      insert.executeUpdate();
    }
  }

  /** Events of a stretch of time after a number, in the order in which they came. */
  List<Kept> page(String bus, long after, long from, long to, int most) {
    return store.write(
        in -> {
          try (PreparedStatement select =
              in.prepareStatement(
                  """
                  select number, id, time, event from archive
                  where number > ? and bus = ? and time >= ? and time < ? order by number limit ?\
                  """)) {
            select.setLong(1, after);
            select.setString(2, bus);
            select.setLong(3, from);
            select.setLong(4, to);
            select.setInt(5, most);
            return kept(select);
          }
        });
  }

  private static List<Kept> kept(PreparedStatement select) throws SQLException {
    List<Kept> page = new ArrayList<>();
    try (ResultSet rows = select.executeQuery()) {
      while (rows.next()) {
        page.add(new Kept(rows.getLong(1), rows.getString(2), rows.getLong(3), rows.getString(4)));
      }
    }
    return page;
  }

  Size size(String bus) {
    return store.write(
        in -> {
          try (PreparedStatement select =
              in.prepareStatement(
                  "select count(*), sum(length(event)) from archive where bus = ?")) {
            select.setString(1, bus);
            try (ResultSet rows = select.executeQuery()) {
              rows.next();
              return new Size(rows.getLong(1), rows.getLong(2));
            }
          }
        });
  }

  /** Forgets what no archive keeps any longer. */
  void expire(Instant now) {
    for (String bus : archives.values().stream().map(Archive::bus).distinct().toList()) {
      List<Integer> days =
          archives.values().stream()
              .filter(it -> it.bus().equals(bus))
              .map(Archive::retentionDays)
              .toList();
      if (!days.contains(0)) {
        int longest = days.stream().mapToInt(Integer::intValue).max().orElseThrow();
        delete(bus, now.minus(Duration.ofDays(longest)).toEpochMilli());
      }
    }
  }

  private void delete(String bus, long before) {
    store.writeLater(
        in -> {
          try (PreparedStatement delete =
              in.prepareStatement("delete from archive where bus = ? and time < ?")) {
            delete.setString(1, bus);
            delete.setLong(2, before);
            return delete.executeUpdate();
          }
        });
  }

  /** A kept event as it was put on the bus, and as it is when it happens again. */
  static Buses.Posted again(Kept kept, String bus, String replay) {
    Map<String, Object> event = Json.parseObject(kept.json());
    event.put("replay-name", replay);
    return new Buses.Posted(kept.id(), bus, event, Json.write(event));
  }
}
