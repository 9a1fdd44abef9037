package dev.patchbay.local.aws.events;

import dev.patchbay.core.json.Json;
import dev.patchbay.core.log.Log;
import dev.patchbay.local.aws.AwsException;
import dev.patchbay.local.store.Store;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Replays of archived events. Progress is written together with what it put into queues, so that a
 * replay which a kill broke off goes on where it stood, with no event twice. Thread-safe.
 */
final class Replays {
  /** Work of one transaction. */
  private static final int PAGE = 200;

  /**
   * A replay; times are epoch milliseconds, 0 for none.
   *
   * @param rules the ARNs of the only rules that get the events; empty for all
   * @param done number of the archived event that was last
   * @param last time of that event
   */
  record Replay(
      String name,
      String archive,
      String bus,
      List<String> rules,
      long from,
      long to,
      String state,
      long started,
      long ended,
      long done,
      long last) {
    Replay ended(String newState, long at) {
      return new Replay(name, archive, bus, rules, from, to, newState, started, at, done, last);
    }

    Replay upTo(long number, long time) {
      return new Replay(name, archive, bus, rules, from, to, state, started, ended, number, time);
    }
  }

  private final Buses buses;
  private final Archives archives;
  private final Store store;
  private final InstantSource clock;

  Replays(Buses buses, InstantSource clock) {
    this.buses = buses;
    this.archives = buses.archives();
    this.store = archives.store();
    this.clock = clock;
    store.define(
        """
        create table if not exists replays (
          name text primary key, archive text not null, bus text not null, rules text not null,
          start integer not null, until integer not null, state text not null,
          started integer not null, ended integer not null, done integer not null,
          last integer not null)\
        """);
  }

  /** Starts a replay; it goes on after return. */
  Replay start(
      String name, Archives.Archive archive, String bus, List<String> rules, long from, long to) {
    Replay replay =
        new Replay(name, archive.name(), bus, rules, from, to, "RUNNING", clock.millis(), 0, 0, 0);
    store.write(
        in -> {
          if (find(in, name).isPresent()) {
            throw new AwsException(
                "ResourceAlreadyExistsException", "Replay " + name + " already exists.");
          }
          return write(in, replay);
        });
    Thread.ofVirtual().name("replay-" + name).start(() -> run(replay));
    return replay;
  }

  /**
   * Goes on with what was under way when the hub was last stopped; rules and archives must stand.
   */
  void resume() {
    all().stream()
        .filter(replay -> "RUNNING".equals(replay.state()))
        .forEach(replay -> Thread.ofVirtual().start(() -> run(replay)));
  }

  Replay require(String name) {
    return store
        .write(in -> find(in, name))
        .orElseThrow(
            () ->
                new AwsException(
                    "ResourceNotFoundException", "Replay " + name + " does not exist."));
  }

  Replay cancel(String name) {
    Replay replay = require(name);
    if (!"RUNNING".equals(replay.state())) {
      throw new AwsException(
          "IllegalStatusException",
          "Replay " + name + " is not in a valid state for this operation.");
    }
    return store.write(in -> write(in, replay.ended("CANCELLED", clock.millis())));
  }

  List<Replay> all() {
    return store.write(
        in -> {
          try (PreparedStatement select =
              in.prepareStatement("select * from replays order by started")) {
            return read(select);
          }
        });
  }

  private void run(Replay started) {
    Replay replay = started;
    try {
      Archives.Archive archive = archives.require(replay.archive());
      while (isRunning(replay)) {
        List<Archives.Kept> page =
            archives.page(archive.bus(), replay.done(), replay.from(), replay.to(), PAGE);
        if (page.isEmpty()) {
          end(replay, "COMPLETED");
          return;
        }
        replay = step(replay, archive, page);
      }
    } catch (RuntimeException e) {
      Log.error("replay failed", e, "replay", replay.name());
      end(replay, "FAILED");
    }
  }

  private boolean isRunning(Replay replay) {
    return "RUNNING".equals(require(replay.name()).state());
  }

  private Replay step(Replay replay, Archives.Archive archive, List<Archives.Kept> page) {
    Replay next = replay.upTo(page.getLast().number(), page.getLast().time());
    List<Buses.Posted> events =
        page.stream()
            .filter(kept -> archive.takes(kept.json()))
            .map(kept -> Archives.again(kept, replay.bus(), replay.name()))
            .toList();
    buses.postAgain(events, replay.rules(), in -> progress(in, next));
    return next;
  }

  /** Leaves the state be, which a cancel may have changed meanwhile. */
  private static Void progress(Connection in, Replay replay) throws SQLException {
    try (PreparedStatement update =
        in.prepareStatement("update replays set done = ?, last = ? where name = ?")) {
      update.setLong(1, replay.done());
      update.setLong(2, replay.last());
      update.setString(3, replay.name());
      update.executeUpdate();
      return null;
    }
  }

  private void end(Replay replay, String state) {
    store.writeLater(
        in -> {
          boolean running =
              find(in, replay.name()).filter(it -> "RUNNING".equals(it.state())).isPresent();
          return running ? write(in, replay.ended(state, clock.millis())) : replay;
        });
  }

  private static Replay write(Connection in, Replay replay) throws SQLException {
    try (PreparedStatement insert =
        in.prepareStatement(
            "insert or replace into replays values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
      Object[] columns = {
        replay.name(),
        replay.archive(),
        replay.bus(),
        Json.write(replay.rules()),
        replay.from(),
        replay.to(),
        replay.state(),
        replay.started(),
        replay.ended(),
        replay.done(),
        replay.last()
      };
      for (int i = 0; i < columns.length; i++) {
        insert.setObject(i + 1, columns[i]);
      }
      insert.executeUpdate();
      return replay;
    }
  }

  private static Optional<Replay> find(Connection in, String name) throws SQLException {
    try (PreparedStatement select = in.prepareStatement("select * from replays where name = ?")) {
      select.setString(1, name);
      return read(select).stream().findFirst();
    }
  }

  private static List<Replay> read(PreparedStatement select) throws SQLException {
    List<Replay> replays = new ArrayList<>();
    try (ResultSet row = select.executeQuery()) {
      while (row.next()) {
        List<String> rules =
            ((List<?>) Json.parse(row.getString("rules"))).stream().map(Object::toString).toList();
        replays.add(
            new Replay(
                row.getString("name"),
                row.getString("archive"),
                row.getString("bus"),
                rules,
                row.getLong("start"),
                row.getLong("until"),
                row.getString("state"),
                row.getLong("started"),
                row.getLong("ended"),
                row.getLong("done"),
                row.getLong("last")));
      }
    }
    return replays;
  }
}
