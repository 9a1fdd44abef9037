package dev.patchbay.cli.torture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.cli.TestHub;
import dev.patchbay.cli.torture.Ledgers.Count;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Destinations that never answer in full: what became of a call is found out by asking, and nobody
 * gets a message twice.
 */
final class BrokenAnswersTest {
  /** So many at a time: Slack's stand-in shows the last twenty messages of a channel. */
  private static final int AT_A_TIME = 10;

  private static final int TIMES = TortureTest.LONG ? 10 : 1;

  private static final String ROUTES =
      """
      routes:
        - name: record
          when: {source: [github]}
          deliver:
            - slack: {channel: C0SANDBOXOPS, text: "{{ id }}"}
            - twilio: {to: "+15005550006", text: "{{ id }}"}
            - box: {folder: /Record, name: "{{ id }}.txt", content: "{{ id }}"}
      """;

  @TempDir Path folder;
  private TestHub hub;
  private List<BrokenLine> lines;

  @BeforeEach
  void start() throws Exception {
    hub = TestHub.start(folder, ROUTES, TestHub.githubSecret());
    lines =
        List.of(
            new BrokenLine(hub, "slack/0", "/chat.postMessage"),
            new BrokenLine(hub, "twilio/1", "/Messages.json"),
            new BrokenLine(hub, "box/2", "/files/content"));
  }

  @AfterEach
  void stop() {
    hub.close();
    lines.forEach(BrokenLine::close);
  }

  @Test
  void slackTwilioAndBoxAreAskedAndGetEachEventOnce() throws Exception {
    Set<String> accepted = new TreeSet<>();
    for (int i = 0; i < TIMES; i++) {
      Load load = new Load();
      load.post(hub.hub().webhooksUrl() + "/github", AT_A_TIME);
      accepted.addAll(load.accepted());
      for (int steps = 0; steps < 600 && !areDelivered(accepted); steps++) {
        pass();
      }
    }
    for (BrokenLine line : lines) {
      Count count = Ledgers.settle("broken answers of " + line.connector(), hub, accepted, line);
      assertThat(count.delivered()).isEqualTo(count.accepted());
      assertThat(count.twice()).isZero();
      assertThat(line.calls()).as("some calls were made in vain").isGreaterThan(count.accepted());
      assertThat(areDelivered(accepted, line)).as(line.connector() + "'s ledger").isTrue();
    }
    // Box is asked by the upload itself: it tells the digest of the file that has the name.
    assertThat(lines.getLast().conflicts()).as("files found").isEqualTo(accepted.size());
  }

  /** Two minutes; time stands still while a function works, or has yet to take up what is due. */
  private void pass() throws InterruptedException {
    hub.hub().clock().advance(Duration.ofMinutes(2));
    Thread.sleep(20);
    for (int i = 0; i < 3000 && (hub.hub().isBusy() || isDue()); i++) {
      Thread.sleep(10);
    }
  }

  private boolean isDue() {
    return lines.stream()
        .anyMatch(line -> hub.hub().queues().counts("patchbay-" + line.connector())[0] > 0);
  }

  /** The ledger has found it out too. */
  private boolean areDelivered(Set<String> accepted) {
    return lines.stream()
        .allMatch(line -> Ledgers.isSettled(hub, accepted, line) && areDelivered(accepted, line));
  }

  private boolean areDelivered(Set<String> accepted, BrokenLine line) {
    return accepted.stream()
        .allMatch(
            id -> hub.state("github/default/" + id, "record/" + line.place()).equals("delivered"));
  }
}
