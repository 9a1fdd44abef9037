package dev.patchbay.connectors.kit.delivery;

import dev.patchbay.connectors.kit.destination.Destination;
import dev.patchbay.connectors.kit.destination.Hold;
import dev.patchbay.connectors.spi.BatchSender;
import dev.patchbay.connectors.spi.Delivery;
import dev.patchbay.connectors.spi.Outcome;
import dev.patchbay.connectors.spi.Sender;
import java.time.Duration;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Makes deliveries that are ready: waits for their turns, sends them, and settles what they came
 * to. Thread-safe.
 *
 * <p>A delivery's answer is how long its message must wait before it is handed out again; empty
 * where the delivery needs it no more.
 */
final class Deliverer {
  private static final String THROTTLED = "throttled";

  private final Destination destination;
  private final Limits limits;
  private final Calls calls;
  private final Settlement settlement;

  Deliverer(Destination destination, Limits limits, Calls calls, Settlement settlement) {
    this.destination = destination;
    this.limits = limits;
    this.calls = calls;
    this.settlement = settlement;
  }

  /**
   * Makes one delivery.
   *
   * @param remaining milliseconds until the invocation is cut off
   */
  Optional<Duration> made(Stage.Ready ready, LongSupplier remaining) {
    Attempt attempt = ready.attempt();
    Sender sender = ready.connected().sender();
    Duration needed = calls.isInDoubt(attempt) ? limits.least() : limits.call();
    return turn(ready, needed, remaining, false, _ -> {})
        .map(hold -> settlement.held(attempt, hold))
        .orElseGet(
            () -> {
              Outcome outcome =
                  calls.outcome(
                      attempt,
                      sender,
                      ready.delivery(),
                      (_, _, waiting) -> turn(ready, limits.call(), remaining, true, waiting));
              attempt
                  .about()
                  .run(() -> destination.heard(ready.connected(), ready.delivery(), outcome));
              return settlement.settled(attempt.outOfDoubt(), outcome);
            });
  }

  /**
   * Makes deliveries that may share calls.
   *
   * @param remaining milliseconds until the invocation is cut off
   * @return for each, in order, what is left to do: settling it, which gives its answer
   */
  List<Supplier<Optional<Duration>>> made(List<Stage.Ready> all, LongSupplier remaining) {
    Map<Stage.Ready, Supplier<Optional<Duration>>> left = new IdentityHashMap<>();
    Map<BatchSender, List<Stage.Ready>> sharing = new IdentityHashMap<>();
    for (Stage.Ready ready : all) {
      if (calls.isInDoubt(ready.attempt())) {
        left.put(ready, () -> made(ready, remaining));
      } else {
        BatchSender sender = (BatchSender) ready.connected().sender();
        sharing.computeIfAbsent(sender, _ -> new ArrayList<>()).add(ready);
      }
    }
    sharing.forEach(
        (sender, group) -> {
          for (int from = 0; from < group.size(); from += sender.most()) {
            int to = Math.min(group.size(), from + sender.most());
            share(sender, group.subList(from, to), remaining, left);
          }
        });
    return all.stream().map(left::get).toList();
  }

  /** One batch, each of whose calls takes a turn. */
  private void share(
      BatchSender sender,
      List<Stage.Ready> batch,
      LongSupplier remaining,
      Map<Stage.Ready, Supplier<Optional<Duration>>> left) {
    Map<Delivery, Stage.Ready> ready = new IdentityHashMap<>();
    batch.forEach(one -> ready.put(one.delivery(), one));
    DeliveryBatch shared =
        new DeliveryBatch(
            (first, isPatient, waiting) ->
                turn(ready.get(first), limits.call(), remaining, isPatient, waiting),
            calls.deadline(),
            (delivery, outcome) ->
                destination.heard(ready.get(delivery).connected(), delivery, outcome));
    List<DeliveryBatch.Reached> reached =
        calls.reached(sender, batch.stream().map(Stage.Ready::delivery).toList(), shared);
    for (int i = 0; i < batch.size(); i++) {
      Attempt attempt = batch.get(i).attempt();
      DeliveryBatch.Reached how = reached.get(i);
      left.put(batch.get(i), () -> settled(attempt, how));
    }
  }

  private Optional<Duration> settled(Attempt attempt, DeliveryBatch.Reached reached) {
    return switch (reached) {
      case DeliveryBatch.Reached.Held(Hold hold) -> settlement.held(attempt, hold);
      case DeliveryBatch.Reached.Came(Outcome outcome) ->
          settlement.settled(attempt.outOfDoubt(), outcome);
      case DeliveryBatch.Reached.Called _ -> throw new IllegalStateException("it is under way");
    };
  }

  /**
   * Waits for the delivery's turn at the destination; or says why it cannot be waited for.
   *
   * @param needed time that must be left after the wait
   * @param isPatient whether it may wait for as long as there is time, and not only for as long as
   *     the pace lets a new call wait
   * @param waiting is told of a wait before it begins
   */
  private Optional<Hold> turn(
      Stage.Ready ready,
      Duration needed,
      LongSupplier remaining,
      boolean isPatient,
      Consumer<Duration> waiting) {
    Duration patience = ready.connected().pace().patience();
    boolean stoodInLine = !ready.isNew();
    try {
      while (true) {
        Duration spare = Duration.ofMillis(remaining.getAsLong()).minus(needed);
        if (spare.isNegative()) {
          return Optional.of(Hold.noTime());
        }
        Duration turn = destination.turn(ready.connected(), ready.delivery(), stoodInLine);
        boolean isTaken = turn.compareTo(patience) <= 0;
        if (!isTaken && (!isPatient || turn.compareTo(spare) > 0)) {
          return Optional.of(new Hold(THROTTLED, "within the destination's rate", turn));
        }
        waiting.accept(turn);
        Thread.sleep(turn);
        if (isTaken) {
          return destination.admit(ready.connected(), ready.delivery());
        }
        stoodInLine = true;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.of(new Hold(THROTTLED, "the function was stopped", Duration.ofSeconds(1)));
    }
  }
}
