package dev.patchbay.connectors.kit.delivery;

import dev.patchbay.connectors.kit.destination.Hold;
import dev.patchbay.connectors.spi.Answers;
import dev.patchbay.connectors.spi.BatchSender;
import dev.patchbay.connectors.spi.Delivery;
import dev.patchbay.connectors.spi.Outcome;
import dev.patchbay.connectors.spi.Reconciling;
import dev.patchbay.connectors.spi.Sender;
import dev.patchbay.connectors.spi.Turns;
import dev.patchbay.core.catalog.ConnectorEntry;
import dev.patchbay.core.catalog.ConnectorEntry.Effect;
import dev.patchbay.core.catalog.ConnectorEntry.OnUnknown;
import dev.patchbay.core.json.Durations;
import dev.patchbay.core.log.Log;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The calls to a destination: each ends by its deadline, and where it is not known whether it was
 * carried out, the destination is asked. Thread-safe.
 */
final class Calls {
  private final ConnectorEntry entry;
  private final boolean isUnsafe;
  private final Duration deadline;
  private final Duration asking;

  /**
   * @param deadline of one call, whatever its own time-outs: an answer that dribbles resets those
   * @param asking the deadline of asking what the destination has
   */
  Calls(ConnectorEntry entry, Duration deadline, Duration asking) {
    this.entry = entry;
    this.isUnsafe = entry.effect() == Effect.UNSAFE;
    this.deadline = deadline;
    this.asking = asking;
  }

  /**
   * Why a call came to no end.
   *
   * @param isDown whether it is the destination's fault
   */
  private record Failure(String reason, boolean isDown) {}

  /** Of one call. */
  Duration deadline() {
    return deadline;
  }

  /** Whether the destination must be asked before it is called: a former call was cut off. */
  boolean isInDoubt(Attempt attempt) {
    return attempt.isInDoubt(entry);
  }

  /**
   * What a call for one delivery came to.
   *
   * @param turns of the calls that it takes beyond that one, each of which has the deadline anew
   */
  Outcome outcome(Attempt attempt, Sender sender, Delivery delivery, DeliveryBatch.Turns turns) {
    return attempt.about().call(() -> one(attempt, sender, delivery, turns));
  }

  private Outcome one(
      Attempt attempt, Sender sender, Delivery delivery, DeliveryBatch.Turns turns) {
    if (isInDoubt(attempt)) {
      Optional<Outcome> before = before(attempt, sender, delivery);
      if (before.isPresent()) {
        return before.get();
      }
    }
    DeliveryBatch further = new DeliveryBatch(turns, deadline, (_, _) -> {});
    Outcome outcome =
        inTime(
            () ->
                Turns.of(
                    () -> further.turn(List.of(delivery)),
                    () -> Answers.to(delivery, () -> sender.send(delivery))),
            further::left,
            failure -> {
              further.close(); // before the sender is stopped, which must not begin anything then
              return unfinished(failure);
            });
    return known(sender, delivery, outcome);
  }

  /**
   * How far each of these has come, in order, when nothing of the batch is under way any more or
   * its time is over; none of them is in doubt.
   */
  List<DeliveryBatch.Reached> reached(
      BatchSender sender, List<Delivery> deliveries, DeliveryBatch batch) {
    List<String> events = deliveries.stream().map(delivery -> delivery.event().key()).toList();
    return Log.about("connector", entry.name(), "events", events)
        .call(() -> shared(sender, deliveries, batch));
  }

  private List<DeliveryBatch.Reached> shared(
      BatchSender sender, List<Delivery> deliveries, DeliveryBatch batch) {
    End end =
        inTime(
            () -> sent(sender, deliveries, batch),
            batch::left,
            failure -> {
              batch.close(); // before the sender is stopped, which must not begin anything then
              return new End(failure, false);
            });
    Map<Delivery, DeliveryBatch.Reached> reached = batch.close();
    return deliveries.stream()
        .map(delivery -> ended(sender, delivery, reached.get(delivery), end, batch))
        .toList();
  }

  /**
   * Why a delivery has no outcome.
   *
   * @param isFault whether its sender is to blame, and not the time
   */
  private record End(Failure failure, boolean isFault) {}

  private End sent(BatchSender sender, List<Delivery> deliveries, DeliveryBatch batch) {
    try {
      sender.send(deliveries, batch);
      return new End(new Failure("the connector does not say what became of it", false), true);
    } catch (RuntimeException e) {
      return new End(fault(e), true);
    }
  }

  /** What was called for and has no outcome may have happened; what was not called for has not. */
  private DeliveryBatch.Reached ended(
      BatchSender sender,
      Delivery delivery,
      DeliveryBatch.Reached reached,
      End end,
      DeliveryBatch batch) {
    return switch (reached) {
      case null ->
          end.isFault()
              ? new DeliveryBatch.Reached.Came(new Outcome.Retry(end.failure().reason()))
              : new DeliveryBatch.Reached.Held(Hold.noTime());
      case DeliveryBatch.Reached.Held held -> held;
      case DeliveryBatch.Reached.Called _ -> {
        Outcome outcome = known(sender, delivery, unfinished(end.failure()));
        batch.heard(delivery, outcome);
        yield new DeliveryBatch.Reached.Came(outcome);
      }
      case DeliveryBatch.Reached.Came(Outcome outcome) ->
          new DeliveryBatch.Reached.Came(known(sender, delivery, outcome));
    };
  }

  private Outcome known(Sender sender, Delivery delivery, Outcome outcome) {
    return outcome instanceof Outcome.Unknown unknown
        ? reconciled(sender, delivery, unknown)
        : outcome;
  }

  /**
   * What became of an attempt before, which may have been carried out; empty where it is to be sent
   * now.
   */
  private Optional<Outcome> before(Attempt attempt, Sender sender, Delivery delivery) {
    Outcome.Unknown unknown =
        new Outcome.Unknown(
            attempt.claim().cutOff() == null
                ? "an attempt before may have been carried out, and the destination cannot tell;"
                    + " redrive --resend-unknown sends it again"
                : Attempt.CUT_OFF);
    return switch (reconciled(sender, delivery, unknown)) {
      case Outcome.Retry _ -> Optional.empty();
      case Outcome.Unknown _
          when attempt.isWantedAnyhow()
              || attempt.onUnknown(entry.onUnknown()) == OnUnknown.RESEND ->
          Optional.empty();
      case Outcome known -> Optional.of(known);
    };
  }

  private <T> T inTime(Callable<T> made, Duration deadline, Function<Failure, T> unfinished) {
    long end = System.nanoTime() + deadline.toNanos();
    return inTime(made, () -> Duration.ofNanos(end - System.nanoTime()), unfinished);
  }

  /**
   * @param left until the end, which may move while it is waited for
   */
  private <T> T inTime(Callable<T> made, Supplier<Duration> left, Function<Failure, T> unfinished) {
    FutureTask<T> call = new FutureTask<>(Log.carried(made));
    // An interrupt ends a read of a socket on a virtual thread, and on no other.
    Thread.ofVirtual().name("call of " + entry.name()).start(call);
    try {
      for (Duration wait = left.get(); wait.isPositive(); wait = left.get()) {
        try {
          return call.get(wait.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException _) {
          // over, unless the end has moved
        }
      }
      return stopped(
          call,
          unfinished.apply(
              new Failure("no whole answer within " + Durations.format(deadline), true)));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return stopped(call, unfinished.apply(new Failure("the function was stopped", false)));
    } catch (ExecutionException e) {
      return unfinished.apply(fault(e.getCause()));
    }
  }

  private static <T> T stopped(FutureTask<T> call, T unfinished) {
    call.cancel(true);
    return unfinished;
  }

  private Failure fault(Throwable fault) {
    Log.error("connector failed", fault, "connector", entry.name());
    return new Failure("fault of the connector: " + fault.getClass().getSimpleName(), false);
  }

  private Outcome unfinished(Failure failure) {
    return isUnsafe
        ? new Outcome.Unknown(failure.reason(), failure.isDown())
        : new Outcome.Retry(failure.reason(), failure.isDown());
  }

  /** Asks the destination, where it can be asked. */
  private Outcome reconciled(Sender sender, Delivery delivery, Outcome.Unknown unknown) {
    if (!(sender instanceof Reconciling reconciling)) {
      return unknown;
    }
    Outcome absent =
        new Outcome.Retry(unknown.reason() + "; the destination has not got it", unknown.isDown());
    return inTime(
        () -> reconciling.find(delivery).<Outcome>map(Outcome.Delivered::new).orElse(absent),
        asking,
        _ -> unknown);
  }
}
