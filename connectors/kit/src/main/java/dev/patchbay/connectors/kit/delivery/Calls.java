package dev.patchbay.connectors.kit.delivery;

import dev.patchbay.connectors.spi.BatchSender;
import dev.patchbay.connectors.spi.Delivery;
import dev.patchbay.connectors.spi.Outcome;
import dev.patchbay.connectors.spi.Reconciling;
import dev.patchbay.connectors.spi.Sender;
import dev.patchbay.core.catalog.ConnectorEntry;
import dev.patchbay.core.catalog.ConnectorEntry.Effect;
import dev.patchbay.core.catalog.ConnectorEntry.OnUnknown;
import dev.patchbay.core.json.Durations;
import dev.patchbay.core.log.Log;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

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

  /** Whether the destination must be asked before it is called: a former call was cut off. */
  boolean isInDoubt(Attempt attempt) {
    return attempt.claim().cutOff() && isUnsafe;
  }

  /** What a call for one delivery came to. */
  Outcome outcome(Attempt attempt, Sender sender, Delivery delivery) {
    return attempt.about().call(() -> one(attempt, sender, delivery));
  }

  private Outcome one(Attempt attempt, Sender sender, Delivery delivery) {
    if (isInDoubt(attempt)) {
      Optional<Outcome> before = before(attempt, sender, delivery);
      if (before.isPresent()) {
        return before.get();
      }
    }
    return known(sender, delivery, inTime(() -> sender.send(delivery), deadline, this::unfinished));
  }

  /** What one call for all of these came to, for each; none of them is in doubt. */
  List<Outcome> outcomes(BatchSender sender, List<Delivery> deliveries) {
    List<String> events = deliveries.stream().map(delivery -> delivery.event().key()).toList();
    return Log.about("connector", entry.name(), "events", events)
        .call(() -> shared(sender, deliveries));
  }

  private List<Outcome> shared(BatchSender sender, List<Delivery> deliveries) {
    List<Outcome> outcomes =
        inTime(
            () -> complete(sender.send(deliveries), deliveries.size()),
            deadline,
            failure -> Collections.nCopies(deliveries.size(), unfinished(failure)));
    List<Outcome> known = new java.util.ArrayList<>();
    for (int i = 0; i < deliveries.size(); i++) {
      known.add(known(sender, deliveries.get(i), outcomes.get(i)));
    }
    return known;
  }

  private static List<Outcome> complete(List<Outcome> outcomes, int expected) {
    if (outcomes.size() != expected) {
      throw new IllegalStateException(
          "%d outcomes for %d deliveries".formatted(outcomes.size(), expected));
    }
    return outcomes;
  }

  private Outcome known(Sender sender, Delivery delivery, Outcome outcome) {
    return outcome instanceof Outcome.Unknown unknown
        ? reconciled(sender, delivery, unknown)
        : outcome;
  }

  /**
   * What became of an attempt that was cut off before its record; empty where it is to be sent now.
   */
  private Optional<Outcome> before(Attempt attempt, Sender sender, Delivery delivery) {
    Outcome.Unknown unknown = new Outcome.Unknown("the function ended during an attempt");
    return switch (reconciled(sender, delivery, unknown)) {
      case Outcome.Retry _ -> Optional.empty();
      case Outcome.Unknown _ when attempt.onUnknown(entry.onUnknown()) == OnUnknown.RESEND ->
          Optional.empty();
      case Outcome known -> Optional.of(known);
    };
  }

  private <T> T inTime(Callable<T> made, Duration deadline, Function<Failure, T> unfinished) {
    FutureTask<T> call = new FutureTask<>(Log.carried(made));
    Thread.ofVirtual().name("call of " + entry.name()).start(call);
    try {
      return call.get(deadline.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException _) {
      call.cancel(true);
      return unfinished.apply(
          new Failure("no whole answer within " + Durations.format(deadline), true));
    } catch (InterruptedException _) {
      call.cancel(true);
      Thread.currentThread().interrupt();
      return unfinished.apply(new Failure("the function was stopped", false));
    } catch (ExecutionException e) {
      Log.error("connector failed", e.getCause(), "connector", entry.name());
      String fault = e.getCause().getClass().getSimpleName();
      return unfinished.apply(new Failure("fault of the connector: " + fault, false));
    }
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
