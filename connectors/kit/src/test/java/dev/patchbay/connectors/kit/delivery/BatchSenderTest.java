package dev.patchbay.connectors.kit.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.connectors.kit.ledger.Ledger;
import dev.patchbay.connectors.spi.Delivery;
import dev.patchbay.connectors.spi.Outcome;
import dev.patchbay.connectors.spi.Receipt;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Deliveries of several messages in one call. */
class BatchSenderTest {
  private final Workbench bench = new Workbench("idempotent", "resend");

  private static Outcome delivered(Delivery delivery) {
    return new Outcome.Delivered(new Receipt("r-" + delivery.event().id()));
  }

  private static List<Outcome> allDelivered(List<Delivery> deliveries) {
    return deliveries.stream().map(BatchSenderTest::delivered).toList();
  }

  private static String[] messages(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> Workbench.message(Integer.toString(i)))
        .toArray(String[]::new);
  }

  @Test
  void makesTheDeliveriesOfABatchInAsFewCallsAsTheDestinationAllows() {
    bench.destinationOfMany = BatchSenderTest::allDelivered;

    assertThat(bench.invoke(messages(7))).isEmpty();

    assertThat(bench.calls).containsExactly(3, 3, 1);
    for (int i = 0; i < 7; i++) {
      assertThat(bench.item(Integer.toString(i), 0).last().receipt()).isEqualTo("r-" + i);
    }
  }

  @Test
  void makesTheDeliveriesOfOneMessageInOneCallToo() {
    bench.destinationOfMany = BatchSenderTest::allDelivered;

    assertThat(bench.invoke(Workbench.message("1", Workbench.delivery(""), Workbench.delivery(""))))
        .isEmpty();

    assertThat(bench.calls).containsExactly(2);
    assertThat(bench.item("1", 1).state()).isEqualTo("delivered");
  }

  @Test
  void givesEachDeliveryTheOutcomeOfItsOwnItem() {
    bench.destinationOfMany =
        deliveries ->
            deliveries.stream()
                .map(
                    delivery ->
                        switch (delivery.event().id()) {
                          case "0" -> new Outcome.Rejected("too long");
                          case "1" -> new Outcome.Retry("HTTP 503");
                          default -> delivered(delivery);
                        })
                .toList();

    assertThat(bench.invoke(messages(3))).containsExactly("m1");

    assertThat(bench.buried)
        .singleElement()
        .extracting(l -> l.attributes().get("reason"))
        .isEqualTo("too long");
    assertThat(bench.item("1", 0).state()).isEqualTo("waiting");
    assertThat(bench.item("2", 0).state()).isEqualTo("delivered");
  }

  @Test
  void triesAllAgainWhereTheCallFailsAsAWhole() {
    bench.destinationOfMany =
        _ -> {
          throw new IllegalStateException("a fault");
        };
    assertThat(bench.invoke(messages(2))).containsExactly("m0", "m1");

    bench.destinationOfMany = _ -> List.of(new Outcome.Retry("of one only"));
    bench.clock.move(Duration.ofMinutes(2));
    assertThat(bench.invoke(messages(2))).containsExactly("m0", "m1");

    bench.destinationOfMany =
        deliveries -> Collections.nCopies(deliveries.size(), new Outcome.Misconfigured("no token"));
    bench.clock.move(Duration.ofMinutes(2));
    assertThat(bench.invoke(messages(2))).containsExactly("m0", "m1");
    assertThat(bench.item("0", 0).attempts()).isEqualTo(2);
  }

  @Test
  void keepsWhatIsKnownWhenTheTimeOfABatchIsOver() {
    Workbench unsafe = new Workbench("unsafe", "resend");
    unsafe.sendsMany =
        (deliveries, batch) -> {
          batch.turn(deliveries.subList(0, 2));
          batch.came(deliveries.getFirst(), delivered(deliveries.getFirst()));
          waitForEver();
        };

    assertThat(unsafe.invoke(messages(3))).containsExactly("m1", "m2");

    assertThat(unsafe.item("0", 0).state()).isEqualTo("delivered");
    assertThat(unsafe.item("1", 0).last().outcome()).isEqualTo("unknown");
    assertThat(unsafe.item("1", 0).attempts()).isEqualTo(1);
    assertThat(unsafe.item("2", 0).last().outcome()).isEqualTo("put off");
    assertThat(unsafe.item("2", 0).attempts()).isZero();
  }

  @Test
  void givesEachCallItsWholeTime() {
    bench.sendsMany =
        (deliveries, batch) -> {
          for (Delivery delivery : deliveries) { // together longer than the deadline of one
            batch.turn(List.of(delivery));
            sleep(Duration.ofMillis(200));
            batch.came(delivery, delivered(delivery));
          }
        };

    assertThat(bench.invoke(messages(3))).isEmpty();
  }

  @Test
  void givesNoTurnThatTheInvocationHasNoTimeFor() {
    List<Boolean> turns = new ArrayList<>();
    bench.sendsMany = (deliveries, batch) -> turns.add(batch.turn(deliveries));
    long enough = Workbench.LIMITS.least().toMillis();
    AtomicInteger asked = new AtomicInteger();
    bench.remaining = () -> asked.getAndIncrement() == 0 ? enough : 10_000;

    assertThat(bench.invoke(messages(1))).containsExactly("m0");
    assertThat(turns).containsExactly(false);
    assertThat(bench.item("0", 0).last().outcome()).isEqualTo("put off");
    assertThat(bench.item("0", 0).attempts()).isZero();
  }

  @Test
  void givesNoTurnToASenderWhoseTimeIsOver() throws Exception {
    CompletableFuture<Boolean> late = new CompletableFuture<>();
    bench.sendsMany =
        (deliveries, batch) -> {
          try {
            waitForEver();
          } finally {
            late.complete(batch.turn(deliveries));
            batch.came(deliveries.getFirst(), delivered(deliveries.getFirst()));
          }
        };

    assertThat(bench.invoke(messages(1))).containsExactly("m0");

    assertThat(late.get(5, TimeUnit.SECONDS)).isFalse();
    assertThat(bench.item("0", 0).state()).isEqualTo("waiting");
  }

  @Test
  void takesATurnOfTheRateForEachCallOfABatch() {
    Workbench slow = new Workbench("idempotent", "resend", "{\"limit\": 2, \"per\": \"10s\"}");
    List<String> called = new ArrayList<>();
    slow.sendsMany =
        (deliveries, batch) -> {
          for (Delivery delivery : deliveries) {
            if (batch.turn(List.of(delivery))) {
              called.add(delivery.event().id());
              batch.came(delivery, delivered(delivery));
            }
          }
        };

    assertThat(slow.invoke(messages(3))).containsExactly("m2");

    assertThat(called).containsExactly("0", "1");
    assertThat(slow.item("2", 0).last().outcome()).isEqualTo("throttled");
    assertThat(slow.item("2", 0).attempts()).isZero();
  }

  @Test
  void waitsForTheTurnOfWhatWasCalledBeforeAsLongAsThereIsTime() {
    Workbench slow = new Workbench("idempotent", "resend", "{\"limit\": 1, \"per\": \"400ms\"}");
    slow.clock.runs();
    slow.sendsMany =
        (deliveries, batch) -> {
          batch.turn(deliveries);
          deliveries.forEach(delivery -> batch.came(delivery, new Outcome.Retry("refused")));
          for (Delivery delivery : deliveries) {
            if (batch.turn(List.of(delivery))) {
              batch.came(delivery, delivered(delivery));
            }
          }
        };

    assertThat(slow.invoke(messages(3))).isEmpty();
  }

  @Test
  void makesNoMoreCallsOnceTheDestinationSaidWait() {
    bench.sendsMany =
        (deliveries, batch) -> {
          for (Delivery delivery : deliveries) {
            if (batch.turn(List.of(delivery))) {
              bench.calls.add(1);
              batch.came(delivery, new Outcome.Throttled(Duration.ofSeconds(40), "HTTP 429"));
            }
          }
        };

    assertThat(bench.invoke(messages(3))).hasSize(3);

    assertThat(bench.calls).hasSize(1);
    assertThat(bench.item("2", 0).attempts()).isZero();
  }

  private static void waitForEver() {
    sleep(Duration.ofDays(1));
  }

  private static void sleep(Duration time) {
    try {
      Thread.sleep(time);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void takesOneTurnOfTheRateForACall() {
    Workbench slow = new Workbench("idempotent", "resend", "{\"limit\": 1, \"per\": \"10s\"}");
    slow.destinationOfMany = BatchSenderTest::allDelivered;

    assertThat(slow.invoke(messages(5))).containsExactly("m3", "m4");

    assertThat(slow.calls).containsExactly(3);
    assertThat(slow.item("4", 0).last().outcome()).isEqualTo("throttled");
    assertThat(slow.hidden.get("m4")).isPositive();
  }

  @Test
  void keepsADuplicateOutOfTheCall() {
    bench.destinationOfMany = BatchSenderTest::allDelivered;
    bench.invoke(Workbench.message("0"));

    assertThat(bench.invoke(messages(3))).isEmpty();

    assertThat(bench.calls).containsExactly(1, 2);
  }

  @Test
  void sendsWhatAnEarlierCallMayHaveSentByItself() {
    Workbench unsafe = new Workbench("unsafe", "park");
    unsafe.destinationOfMany = BatchSenderTest::allDelivered;
    unsafe.ledger.claim(
        new Ledger.Wish(
            new Ledger.Key("github/default/0", "a-route/pager/0"), "push", Ledger.Revival.NONE),
        Workbench.LIMITS.lease());
    unsafe.clock.move(Workbench.LIMITS.lease().plusSeconds(1));

    assertThat(unsafe.invoke(messages(2))).isEmpty();

    assertThat(unsafe.item("0", 0).state()).isEqualTo("unknown");
    assertThat(unsafe.item("1", 0).state()).isEqualTo("delivered");
    assertThat(unsafe.calls).containsExactly(1);
  }
}
