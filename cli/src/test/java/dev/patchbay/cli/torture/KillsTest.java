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
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A hub that is killed under load, again and again, and one whose disk fills up. */
final class KillsTest {
  private static final int KILLS = TortureTest.LONG ? 200 : 25;

  /**
   * Deliveries under way at a kill: five instances, the least that Lambda polls a queue with, with
   * a batch of a hundred messages each.
   */
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

  /**
   * A kill, and what the ledger said then.
   *
   * @param at {@link System#nanoTime} when the hub was dead
   */
  private record Kill(long at, KeptLedger ledger) {}

  @Test
  void whatWasAcknowledgedOutlivesEveryKill() throws Exception {
    Random random = new Random(25);
    Load load = new Load();
    try (WildDestination destination = new WildDestination()) {
      HubProcess hub = new HubProcess(folder, ROUTES, Ledgers.secrets(destination));
      List<Kill> kills = new ArrayList<>();
      for (int i = 0; i < KILLS; i++) {
        hub.start();
        AtomicBoolean stop = new AtomicBoolean();
        String url = hub.url();
        List<Thread> posting = List.of(load.keepPosting(url, stop), load.keepPosting(url, stop));
        int before = load.accepted().size();
        // One kill in five falls while the hub still starts to work, two when it has accepted
        // something, and two when something is on its way to the destination.
        if (i % 5 > 0) {
          TestHub.await(() -> load.accepted().size() > before);
        }
        long calls = destination.calls();
        if (i % 5 > 2) {
          TestHub.await(() -> destination.calls() > calls);
        }
        Thread.sleep(random.nextInt(500));
        hub.kill();
        stop.set(true);
        for (Thread thread : posting) {
          thread.join();
        }
        kills.add(new Kill(System.nanoTime(), KeptLedger.of(folder.resolve("data"))));
      }
      try (TestHub last = TestHub.start(folder, ROUTES, Ledgers.secrets(destination))) {
        // An attempt that a kill cut off counts, and the pause after several of them is long.
        Ledgers.Count count =
            Ledgers.settleInTime(KILLS + " kills", last, load.accepted(), destination);
        assertThat(count.dead()).isZero();
        assertThat(count.accepted()).isGreaterThan(KILLS);
      }
      assertThat(takenAfterItsRecord(destination, kills)).isEmpty();
      assertThat(takenTwiceUnexcused(destination, kills)).isEmpty();
      List<Integer> underWay =
          kills.stream().map(kill -> kill.ledger().in("claimed").size()).toList();
      assertThat(underWay).allSatisfy(count -> assertThat(count).isLessThanOrEqualTo(UNDER_WAY));
      assertThat(underWay.stream().mapToInt(count -> count).sum())
          .as("a kill fell into a delivery")
          .isPositive();
      System.out.println("torture: under way at each kill " + underWay);
    }
  }

  /** Events taken after a kill before which the ledger had called them delivered. */
  private static List<String> takenAfterItsRecord(WildDestination destination, List<Kill> kills) {
    List<String> taken = new ArrayList<>();
    for (WildDestination.Taking taking : destination.takings()) {
      kills.stream()
          .filter(kill -> kill.at() - taking.at() < 0)
          .filter(kill -> "delivered".equals(kill.ledger().states().get(taking.id())))
          .findFirst()
          .ifPresent(_ -> taken.add(taking.id()));
    }
    return taken;
  }

  /**
   * Events taken again that no kill had cut off in between: it must have found them claimed, which
   * is between the destination's answer and the ledger's write.
   */
  private static List<String> takenTwiceUnexcused(WildDestination destination, List<Kill> kills) {
    Map<String, Long> before = new HashMap<>();
    List<String> unexcused = new ArrayList<>();
    for (WildDestination.Taking taking : destination.takings()) {
      Long last = before.put(taking.id(), taking.at());
      if (last != null
          && kills.stream()
              .filter(kill -> last - kill.at() < 0 && kill.at() - taking.at() < 0)
              .noneMatch(kill -> "claimed".equals(kill.ledger().states().get(taking.id())))) {
        unexcused.add(taking.id());
      }
    }
    return unexcused;
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
