package dev.patchbay.cli.torture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.cli.TestHub;
import dev.patchbay.core.json.Json;
import dev.patchbay.core.json.JsonException;
import java.time.Duration;
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

  /**
   * Lets simulated time pass; it stands still while a function works, or has not yet taken up what
   * is due, however slow the machine is.
   */
  static void pass(TestHub hub, Taker destination, Duration time, Duration step)
      throws InterruptedException {
    for (Duration left = time; left.isPositive(); left = left.minus(step)) {
      hub.hub().clock().advance(step);
      Thread.sleep(20);
      for (int i = 0; i < 3000 && (hub.hub().isBusy() || isDue(hub, destination)); i++) {
        Thread.sleep(10);
      }
    }
  }

  private static boolean isDue(TestHub hub, Taker destination) {
    return hub.hub().queues().counts("patchbay-" + destination.connector())[0] > 0;
  }

  /**
   * Lets time pass, a day and an hour at most, until everything has found its end; it stands still
   * while that is looked up.
   */
  static Count settleInTime(String scenario, TestHub hub, Set<String> accepted, Taker destination)
      throws InterruptedException {
    for (int i = 0; i < 150 && !isSettled(hub, accepted, destination); i++) {
      pass(hub, destination, Duration.ofMinutes(10), Duration.ofSeconds(30));
      Thread.sleep(200);
    }
    return settle(scenario, hub, accepted, destination);
  }

  /** Waits until nothing that was accepted is on its way, and checks that nothing is missing. */
  static Count settle(String scenario, TestHub hub, Set<String> accepted, Taker destination) {
    TestHub.await(() -> isSettled(hub, accepted, destination));
    Count count = weigh(scenario, hub, accepted, destination);
    assertThat(count.queued()).as(scenario + ", still queued").isZero();
    return count;
  }

  /**
   * Draws the sum at any time while the destination takes nothing: each event that was accepted is
   * delivered, or a dead letter, or in a queue. What moves on meanwhile is somewhere at each look,
   * since the queues are looked through in the order in which it moves.
   */
  static Count weigh(String scenario, TestHub hub, Set<String> accepted, Taker destination) {
    Set<String> queued = new TreeSet<>(queued(hub, "patchbay-overflow"));
    queued.addAll(queued(hub, "patchbay-" + destination.connector()));
    Set<String> dead = dead(hub, destination);
    Set<String> delivered = new TreeSet<>(destination.taken().keySet());
    delivered.retainAll(accepted);
    dead.retainAll(accepted);
    dead.removeAll(delivered);
    queued.retainAll(accepted);
    queued.removeAll(delivered);
    queued.removeAll(dead);
    Count count =
        new Count(
            scenario,
            accepted.size(),
            delivered.size(),
            dead.size(),
            queued.size(),
            twice(destination, accepted),
            destination.calls());
    System.out.println("torture: " + count);
    Set<String> missing = new TreeSet<>(accepted);
    missing.removeAll(delivered);
    missing.removeAll(dead);
    missing.removeAll(queued);
    assertThat(missing).as(scenario + ", neither delivered nor dead nor queued").isEmpty();
    assertThat(count.delivered() + count.dead() + count.queued())
        .as(scenario)
        .isEqualTo(count.accepted());
    assertThat(queued)
        .as(scenario + ", queued and yet at its end")
        .allSatisfy(
            id ->
                assertThat(hub.state("github/default/" + id, "record/" + destination.place()))
                    .isIn("", "waiting", "claimed"));
    return count;
  }

  /** The events of a queue's messages, those that are hidden included. */
  private static Set<String> queued(TestHub hub, String queue) {
    return hub.hub().queues().look(queue, Integer.MAX_VALUE).stream()
        .map(message -> id(message.body()))
        .collect(Collectors.toSet());
  }

  /** The id of the event that a body holds; empty where it holds none. */
  private static String id(String body) {
    try {
      Map<String, Object> message = Json.parseObject(body);
      Map<String, Object> detail =
          message.get("detail") instanceof String text
              ? Json.parseObject(text)
              : Json.object(Json.object(message.get("event")).get("detail"));
      return String.valueOf(detail.get("id"));
    } catch (JsonException _) {
      return "";
    }
  }

  /** Whether all that was accepted is delivered or dead. */
  static boolean isSettled(TestHub hub, Set<String> accepted, Taker destination) {
    Set<String> missing = new TreeSet<>(accepted);
    missing.removeAll(destination.taken().keySet());
    if (!missing.isEmpty()) {
      missing.removeAll(dead(hub, destination));
    }
    return missing.isEmpty();
  }

  static int twice(Taker destination, Set<String> accepted) {
    return (int)
        destination.taken().entrySet().stream()
            .filter(taken -> accepted.contains(taken.getKey()) && taken.getValue().get() > 1)
            .count();
  }

  /** The events whose deliveries to it were given up. */
  static Set<String> dead(TestHub hub, Taker destination) {
    return letters(hub).stream()
        .filter(letter -> destination.connector().equals(letter.get("connector")))
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
