package dev.patchbay.connectors.kit.destination;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.connectors.kit.MovingClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Routes that flood one channel, over two instances of the function and a queue that hides messages
 * for whole seconds and hands them out a little late, to whichever instance asks.
 */
class FairnessTest {
  private static final Duration EVERY = Duration.ofMillis(10);

  /** Slack's: one message a second, three at once. */
  private final Pace pace = new Pace(3, Duration.ofSeconds(3), 2);

  private final MovingClock clock = new MovingClock();
  private final Instant begin = clock.instant();
  private final List<Pacer> instances = List.of(new Pacer(clock), new Pacer(clock));
  private final Random random = new Random(5);
  private final PriorityQueue<Message> queue =
      new PriorityQueue<>(Comparator.comparing(Message::at).thenComparing(Message::number));
  private final List<Instant> calls = new ArrayList<>();
  private final Map<String, List<Duration>> waits = new HashMap<>();
  private int messages;
  private int mostReceives;
  private int writes;

  private record Message(Instant at, int number, String route, Instant came, int receives) {}

  private void come(String route, int count, Duration from) {
    come(route, count, from, 1);
  }

  private void come(String route, int count, Duration from, int receives) {
    for (int i = 0; i < count; i++) {
      Instant at = begin.plus(from).plus(EVERY.multipliedBy(i));
      queue.add(new Message(at, messages++, route, at, receives));
    }
  }

  private void work() {
    while (!queue.isEmpty()) {
      Message message = queue.poll();
      clock.move(Duration.between(clock.instant(), message.at()));
      mostReceives = Math.max(mostReceives, message.receives());
      Duration wait = asked(instances.get(random.nextInt(2)), message);
      if (wait.isZero()) {
        calls.add(message.at());
        waits
            .computeIfAbsent(message.route(), _ -> new ArrayList<>())
            .add(Duration.between(message.came(), message.at()));
        continue;
      }
      Duration hidden = Duration.ofSeconds(Math.ceilDiv(wait.toMillis(), 1000));
      Instant next = message.at().plus(hidden).plusMillis(random.nextInt(400));
      queue.add(
          new Message(
              next, message.number(), message.route(), message.came(), message.receives() + 1));
    }
  }

  /** As the function does: what must stand in line is sent back before the ledger is written. */
  private Duration asked(Pacer pacer, Message message) {
    boolean isNew = message.receives() == 1;
    Optional<Duration> line = pacer.line(pace, "#ops", message.route(), !isNew);
    if (line.isPresent()) {
      return line.get();
    }
    writes += 2;
    return pacer.turn(pace, "#ops", message.route(), !isNew);
  }

  private Duration took() {
    return Duration.between(begin, calls.getLast());
  }

  /** As many calls in any minute as the rate allows, and the bursts of two instances. */
  private void keptToTheRate() {
    for (int i = 66; i < calls.size(); i++) {
      assertThat(Duration.between(calls.get(i - 66), calls.get(i)))
          .isGreaterThan(Duration.ofSeconds(60));
    }
  }

  @Test
  void aRouteWithOneMessageWaitsForTwoTurnsAndNotForTheFloodOfAnother() {
    come("flood", 1000, Duration.ZERO);
    come("calm", 1, Duration.ofMinutes(1));
    work();
    assertThat(waits.get("calm").getFirst()).isLessThan(Duration.ofSeconds(6));
    keptToTheRate();
  }

  @Test
  void aRouteThatSaysLittleWaitsLittleEachTime() {
    come("flood", 1000, Duration.ZERO);
    for (int i = 0; i < 100; i++) {
      come("calm", 1, Duration.ofSeconds(20 + 9 * i));
    }
    work();
    assertThat(waits.get("calm")).hasSize(100).allMatch(wait -> wait.toSeconds() < 10);
    keptToTheRate();
  }

  @Test
  void twoFloodsTakeTurnsAndUseUpTheRate() {
    come("first", 1000, Duration.ZERO);
    come("second", 1000, Duration.ofMinutes(1));
    work();
    assertThat(took()).isBetween(Duration.ofSeconds(1900), Duration.ofSeconds(2150));
    long early = waits.get("second").stream().filter(wait -> wait.toSeconds() < 900).count();
    assertThat(early).as("of the second in the first half").isBetween(350L, 600L);
    assertThat(mostReceives).isLessThan(50);
    keptToTheRate();
  }

  @Test
  void fiftyRoutesThatComeAtOnceAreThroughWithinFiftyTurns() {
    come("flood", 1000, Duration.ZERO);
    for (int i = 0; i < 50; i++) {
      come("calm-" + i, 1, Duration.ofMinutes(1));
    }
    work();
    waits.remove("flood");
    assertThat(waits.values())
        .hasSize(50)
        .allSatisfy(wait -> assertThat(wait.getFirst()).isLessThan(Duration.ofSeconds(100)));
    assertThat(took()).isLessThan(Duration.ofSeconds(1200));
    keptToTheRate();
  }

  @Test
  void thousandsThatReturnAtOnceAreToldTimesOfTheirOwnWithoutTheLedger() {
    come("flood", 2500, Duration.ZERO, 2);
    work();
    assertThat(took()).isLessThan(Duration.ofSeconds(2700));
    assertThat(writes).isLessThan(2500 * 3);
    assertThat(mostReceives).isLessThan(20);
    keptToTheRate();
  }
}
