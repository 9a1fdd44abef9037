package dev.patchbay.cli.torture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.cli.HubProcess;
import dev.patchbay.cli.TestHub;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A hub that is killed under load, again and again, and one whose disk fills up. */
final class KillsTest {
  private static final int KILLS = TortureTest.LONG ? 200 : 25;

  /** Deliveries under way at a kill: five readers with a hundred messages each. */
  private static final int UNDER_WAY = 500;

  /** What a kill leaves unknown is sent again: that is what is counted and bounded here. */
  private static final String ROUTES =
      """
      routes:
        - name: record
          when: {source: [github]}
          deliver:
            - splunk: {index: torture}
              onUnknown: resend
      """;

  @TempDir Path folder;

  @Test
  void whatWasAcknowledgedOutlivesEveryKill() throws Exception {
    Random random = new Random(25);
    Load load = new Load();
    try (WildDestination destination = new WildDestination()) {
      HubProcess hub = new HubProcess(folder, ROUTES, Ledgers.secrets(destination));
      List<Long> starts = new ArrayList<>();
      for (int i = 0; i < KILLS; i++) {
        starts.add(System.nanoTime());
        hub.start();
        AtomicBoolean stop = new AtomicBoolean();
        String url = hub.url();
        List<Thread> posting = List.of(load.keepPosting(url, stop), load.keepPosting(url, stop));
        int before = load.accepted().size();
        // One kill in five falls while the hub still starts to work; the others under full load.
        if (i % 5 > 0) {
          TestHub.await(() -> load.accepted().size() > before);
        }
        Thread.sleep(random.nextInt(500));
        hub.kill();
        stop.set(true);
        for (Thread thread : posting) {
          thread.join();
        }
      }
      starts.add(System.nanoTime());
      try (TestHub last = TestHub.start(folder, ROUTES, Ledgers.secrets(destination))) {
        last.hub().clock().advance(Duration.ofMinutes(10));
        Ledgers.Count count = Ledgers.settle(KILLS + " kills", last, load.accepted(), destination);
        assertThat(count.dead()).isZero();
        assertThat(count.accepted()).isGreaterThan(KILLS);
        assertThat(count.twice()).isLessThanOrEqualTo(KILLS * UNDER_WAY);
        assertThat(twiceInOneLife(destination, starts)).isEmpty();
      }
    }
  }

  /** Events taken twice with no kill between the two, which nothing excuses. */
  private static List<String> twiceInOneLife(WildDestination destination, List<Long> starts) {
    Map<String, Long> lives = new HashMap<>();
    List<String> twice = new ArrayList<>();
    for (WildDestination.Taking taking : destination.takings()) {
      long life = starts.stream().filter(start -> start - taking.at() < 0).count();
      if (Objects.equals(lives.put(taking.id(), life), life)) {
        twice.add(taking.id());
      }
    }
    return twice;
  }

  @Test
  void aHubWhoseDiskHasRoomAgainGoesOnWithoutARestart() throws Exception {
    Load load = new Load();
    try (WildDestination destination = new WildDestination()) {
      HubProcess hub = new HubProcess(folder, ROUTES, Ledgers.secrets(destination));
      hub.start("1500");
      try {
        assertThat(load.postUntilRefused(hub.url(), 5000)).as("the disk filled up").isTrue();
        hub.makeRoom();
        Set<String> before = Set.copyOf(load.accepted());
        load.post(hub.url(), 20);
        Set<String> after = new TreeSet<>(load.accepted());
        after.removeAll(before);
        assertThat(after).hasSize(20);
        TestHub.await(() -> destination.taken().keySet().containsAll(after));
      } finally {
        hub.kill();
      }
      // What was under way when the disk was full comes again when its visibility ends.
      try (TestHub last = TestHub.start(folder, ROUTES, Ledgers.secrets(destination))) {
        last.hub().clock().advance(Duration.ofMinutes(10));
        Ledgers.settle("a disk with room again", last, load.accepted(), destination);
      }
    }
  }

  @Test
  void aFullDiskAcknowledgesNothingThatItCannotKeep() throws Exception {
    Load load = new Load();
    try (WildDestination destination = new WildDestination()) {
      HubProcess hub = new HubProcess(folder, ROUTES, Ledgers.secrets(destination));
      hub.start("1500");
      assertThat(load.postUntilRefused(hub.url(), 5000)).as("the disk filled up").isTrue();
      hub.kill();
      try (TestHub last = TestHub.start(folder, ROUTES, Ledgers.secrets(destination))) {
        last.hub().clock().advance(Duration.ofMinutes(10));
        Ledgers.settle("a full disk", last, load.accepted(), destination);
      }
    }
  }
}
