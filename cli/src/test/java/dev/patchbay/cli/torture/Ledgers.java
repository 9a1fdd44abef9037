package dev.patchbay.cli.torture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.cli.TestHub;
import dev.patchbay.core.json.Json;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The invariant: what was accepted is delivered, among the dead letters, or still queued. */
final class Ledgers {
  private Ledgers() {}

  /** Counts of one scenario by event id, printed. */
  record Count(
      String scenario, int accepted, int delivered, int dead, int queued, int twice, long calls) {
    @Override
    public String toString() {
      return "%-28s accepted %5d = delivered %5d + dead letters %4d + still queued %4d;"
              .formatted(scenario, accepted, delivered, dead, queued)
          + " taken twice %3d; calls %6d".formatted(twice, calls);
    }
  }

  /** Waits until nothing that was accepted is on its way, and checks that nothing is missing. */
  static Count settle(
      String scenario, TestHub hub, Set<String> accepted, WildDestination destination) {
    TestHub.await(() -> isSettled(hub, accepted, destination));
    Count count = weigh(scenario, hub, accepted, destination);
    assertThat(count.queued()).as(scenario + ", still queued").isZero();
    return count;
  }

  /**
   * Draws the sum at any time while the destination takes nothing: what was accepted is delivered,
   * or a dead letter, or the ledger does not say that it has come to an end and the queues hold
   * enough for it.
   */
  static Count weigh(
      String scenario, TestHub hub, Set<String> accepted, WildDestination destination) {
    Set<String> delivered = new TreeSet<>(destination.taken().keySet());
    delivered.retainAll(accepted);
    Set<String> dead = dead(hub);
    dead.retainAll(accepted);
    dead.removeAll(delivered);
    Set<String> queued = new TreeSet<>(accepted);
    queued.removeAll(delivered);
    queued.removeAll(dead);
    assertThat(queued)
        .as(scenario + ", neither delivered nor dead")
        .allSatisfy(
            id ->
                assertThat(hub.state("github/default/" + id, "record/splunk/0"))
                    .isIn("", "waiting", "claimed"));
    assertThat(hub.queued("patchbay-splunk") + hub.queued("patchbay-overflow"))
        .as(scenario + ", messages in the queues")
        .isGreaterThanOrEqualTo(queued.size());
    Count count =
        new Count(
            scenario,
            accepted.size(),
            delivered.size(),
            dead.size(),
            queued.size(),
            twice(destination, accepted),
            destination.calls());
    assertThat(count.delivered() + count.dead() + count.queued())
        .as(scenario)
        .isEqualTo(count.accepted());
    System.out.println("torture: " + count);
    return count;
  }

  /** Whether all that was accepted is delivered or dead. */
  static boolean isSettled(TestHub hub, Set<String> accepted, WildDestination destination) {
    Set<String> missing = new TreeSet<>(accepted);
    missing.removeAll(destination.taken().keySet());
    if (!missing.isEmpty()) {
      missing.removeAll(dead(hub));
    }
    return missing.isEmpty();
  }

  static int twice(WildDestination destination, Set<String> accepted) {
    return (int)
        destination.taken().entrySet().stream()
            .filter(taken -> accepted.contains(taken.getKey()) && taken.getValue().get() > 1)
            .count();
  }

  static Set<String> dead(TestHub hub) {
    return letters(hub).stream()
        .map(letter -> (String) letter.get("event"))
        .map(event -> event.substring(event.lastIndexOf('/') + 1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** The dead letters as the command prints them. */
  static List<Map<String, Object>> letters(TestHub hub) {
    String printed = hub.run("deadletters", "--json");
    int start = printed.indexOf('[');
    return start < 0
        ? List.of()
        : ((List<?>) Json.parse(printed.substring(start))).stream().map(Json::object).toList();
  }

  static Map<String, Object> secrets(WildDestination destination) {
    Map<String, Object> secrets = new java.util.HashMap<>(TestHub.githubSecret());
    secrets.put(
        "patchbay/connectors/splunk",
        Map.of("token", "t", "baseUrl", destination.url(), "rate", "none"));
    return secrets;
  }
}
