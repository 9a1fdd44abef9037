package dev.patchbay.connectors.kit.delivery;

import dev.patchbay.connectors.kit.destination.Hold;
import dev.patchbay.connectors.spi.Batch;
import dev.patchbay.connectors.spi.Delivery;
import dev.patchbay.connectors.spi.Outcome;
import java.time.Duration;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * The deliveries of one sender's batch, and how far each has come. Thread-safe.
 *
 * <p>A delivery is in a call from that call's turn until it is told what it came to. Once the batch
 * is closed, there are no turns any more, and what is told changes nothing.
 */
final class DeliveryBatch implements Batch {
  /** How far a delivery has come. */
  sealed interface Reached {
    /** The destination was not called for it, or not again. */
    record Held(Hold hold) implements Reached {}

    /** It is in a call. */
    record Called() implements Reached {}

    /** It is known what it came to. */
    record Came(Outcome outcome) implements Reached {}
  }

  /** Gives the turns of calls. */
  @FunctionalInterface
  interface Turns {
    /**
     * Waits for the turn of a call.
     *
     * @param isPatient whether the wait may be long: what was called before is to come to an end
     * @param waiting is told of a wait before it begins
     * @return why there is no turn; empty where there is one
     */
    Optional<Hold> turn(Delivery first, boolean isPatient, Consumer<Duration> waiting);
  }

  private final Turns turns;
  private final Duration deadline;
  private final BiConsumer<Delivery, Outcome> heard;
  private final Map<Delivery, Reached> reached = new IdentityHashMap<>();
  private final Set<Delivery> firsts = Collections.newSetFromMap(new IdentityHashMap<>());
  private long end = System.nanoTime();
  private boolean isClosed;

  /**
   * @param deadline of a call, from its turn on
   * @param heard is told at once what a delivery came to, since other calls follow
   */
  DeliveryBatch(Turns turns, Duration deadline, BiConsumer<Delivery, Outcome> heard) {
    this.turns = turns;
    this.deadline = deadline;
    this.heard = heard;
    lasts(Duration.ZERO);
  }

  @Override
  public boolean turn(List<Delivery> deliveries) {
    if (isClosed()) {
      return false;
    }
    boolean isPatient = deliveries.stream().anyMatch(this::wasCalled);
    Optional<Hold> hold = turns.turn(deliveries.getFirst(), isPatient, this::lasts);
    Reached next = hold.<Reached>map(Reached.Held::new).orElseGet(Reached.Called::new);
    lasts(Duration.ZERO);
    begins(deliveries.getFirst());
    return reach(deliveries, next) && hold.isEmpty();
  }

  private synchronized boolean isClosed() {
    return isClosed;
  }

  private synchronized boolean wasCalled(Delivery delivery) {
    return reached.containsKey(delivery);
  }

  private synchronized boolean reach(List<Delivery> deliveries, Reached next) {
    if (isClosed) {
      return false;
    }
    deliveries.forEach(delivery -> reached.put(delivery, next));
    return true;
  }

  /** A call that begins after a wait has its whole time. */
  private synchronized void lasts(Duration wait) {
    end = Math.max(end, System.nanoTime() + wait.plus(deadline).toNanos());
  }

  @Override
  public void came(Delivery delivery, Outcome outcome) {
    heard(delivery, outcome);
    reach(List.of(delivery), new Reached.Came(outcome));
  }

  private synchronized void begins(Delivery first) {
    firsts.add(first);
  }

  /** A call that failed is one failure, however many deliveries it was about. */
  void heard(Delivery delivery, Outcome outcome) {
    if (!outcome.isFault() || isFirst(delivery)) {
      heard.accept(delivery, outcome);
    }
  }

  private synchronized boolean isFirst(Delivery delivery) {
    return firsts.contains(delivery);
  }

  /** How long it may last from now on, unless another turn is taken. */
  synchronized Duration left() {
    return Duration.ofNanos(end - System.nanoTime());
  }

  /** Ends it: how far each delivery has come; nothing for one that no call was begun for. */
  synchronized Map<Delivery, Reached> close() {
    isClosed = true;
    return new IdentityHashMap<>(reached);
  }
}
