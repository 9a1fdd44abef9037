package dev.patchbay.connectors.kit.delivery;

import dev.patchbay.connectors.kit.destination.Destination;
import dev.patchbay.connectors.kit.destination.Hold;
import dev.patchbay.connectors.kit.ledger.Ledger;
import dev.patchbay.connectors.spi.BatchSender;
import dev.patchbay.connectors.spi.Delivery;
import dev.patchbay.connectors.spi.MisconfiguredException;
import dev.patchbay.connectors.spi.Outcome;
import dev.patchbay.connectors.spi.Sender;
import dev.patchbay.core.delivery.Timing;
import dev.patchbay.core.event.Event;
import dev.patchbay.core.expression.ExpressionException;
import dev.patchbay.core.expression.ExpressionTimeoutException;
import dev.patchbay.core.expression.Parameters;
import dev.patchbay.core.log.Log;
import dev.patchbay.core.trace.Span;
import dev.patchbay.core.trace.SpanContext;
import dev.patchbay.core.trace.Tracer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Makes deliveries: claims each in the ledger, renders it, sends it, and settles what it came to.
 * Thread-safe.
 *
 * <p>A delivery's answer is how long its message must wait before it is handed out again; empty
 * where the delivery needs it no more.
 */
final class Deliverer {
  private static final String THROTTLED = "throttled";

  private final Destination destination;
  private final Ledger ledger;
  private final Payloads payloads;
  private final Gathering gathering;
  private final Limits limits;
  private final Calls calls;
  private final Settlement settlement;
  private final Tracer tracer;
  private final InstantSource clock;

  Deliverer(
      Destination destination,
      Ledger ledger,
      Payloads payloads,
      Gathering gathering,
      Limits limits,
      Calls calls,
      Settlement settlement,
      Tracer tracer,
      InstantSource clock) {
    this.destination = destination;
    this.ledger = ledger;
    this.payloads = payloads;
    this.gathering = gathering;
    this.limits = limits;
    this.calls = calls;
    this.settlement = settlement;
    this.tracer = tracer;
    this.clock = clock;
  }

  /** How far a delivery has come before its call. */
  sealed interface Stage {
    /** Nothing more is to be done with it now. */
    record Over(Optional<Duration> pause) implements Stage {}

    /** It is this function's, and rendered. */
    record Ready(Attempt attempt, Destination.Connected connected, Delivery delivery, boolean isNew)
        implements Stage {
      /** Whether it may share a call with others. */
      boolean isBatched() {
        return connected.sender() instanceof BatchSender;
      }
    }
  }

  /**
   * Claims a delivery and renders it.
   *
   * @param isNew whether its message was never handed out before
   */
  Stage ready(RoutedMessage message, RoutedMessage.Placed placed, boolean isNew) {
    Optional<Duration> line = line(message, placed, isNew);
    if (line.isPresent()) {
      return new Stage.Over(line);
    }
    String connector = destination.entry().name();
    Ledger.Key key = Attempt.key(message, placed, connector);
    Ledger.Wish wish =
        new Ledger.Wish(
            key, message.event().type(), message.revival(), message.posted().orElse(null));
    return switch (ledger.claim(wish, limits.lease())) {
      case Ledger.Claim.Settled(String state) -> over(state);
      case Ledger.Claim.NotYet(Instant at) ->
          new Stage.Over(Optional.of(Duration.between(clock.instant(), at).plusSeconds(1)));
      case Ledger.Claim.Granted granted -> goingOn(attempt(message, placed, key, granted), isNew);
    };
  }

  private Attempt attempt(
      RoutedMessage message,
      RoutedMessage.Placed placed,
      Ledger.Key key,
      Ledger.Claim.Granted granted) {
    return new Attempt(
        message,
        placed,
        destination.entry().name(),
        key,
        granted,
        span(message, key),
        new AtomicReference<>());
  }

  /** Whoever sends an event again wants to know why nothing comes of it. */
  private static Stage over(String state) {
    if (!state.equals("delivered")) {
      Log.info("delivery settled before", "state", state);
    }
    return new Stage.Over(Optional.empty());
  }

  /**
   * The span of an attempt: it goes on from the one that accepted the event. What comes again later
   * begins a trace of its own, which names the event's.
   */
  private Span span(RoutedMessage message, Ledger.Key key) {
    String connector = destination.entry().name();
    String name = "deliver " + connector;
    Optional<SpanContext> accepted = SpanContext.of(message.event().traceparent());
    Span span =
        message.isAgain() || accepted.isEmpty()
            ? tracer.begin(Span.Kind.CLIENT, name)
            : tracer.follow(Span.Kind.CLIENT, name, accepted.get());
    if (message.isAgain()) {
      accepted.ifPresent(span::linkedTo);
    }
    return span.with("peer.service", connector)
        .with("patchbay.event", key.event())
        .with("patchbay.route", message.route());
  }

  /**
   * How long a delivery must stand in line: a flood for one channel costs no more than this, and
   * holds up nobody else.
   */
  private Optional<Duration> line(
      RoutedMessage message, RoutedMessage.Placed placed, boolean isNew) {
    Timing timing = placed.timing();
    if (timing.digest() != null
        || timing.quietUntil(clock.instant(), message.event().severity()).isPresent()) {
      return Optional.empty();
    }
    try {
      return destination.line(message.route(), () -> parameters(message, placed), !isNew);
    } catch (RuntimeException _) {
      return Optional.empty(); // it fails again after the claim, and the ledger gets to know it
    }
  }

  /** What was cut off has had an attempt, and keeps to the schedule as after any other. */
  private Stage goingOn(Attempt attempt, boolean isNew) {
    return settlement
        .cutOff(attempt)
        .<Stage>map(Stage.Over::new)
        .orElseGet(() -> ready(attempt, isNew));
  }

  private Stage ready(Attempt attempt, boolean isNew) {
    try {
      return switch (gathering.step(attempt, delivery(attempt))) {
        case Gathering.Step.Wait(Hold hold, String window) ->
            new Stage.Over(settlement.waiting(attempt, hold, window));
        case Gathering.Step.ToldBy(String event, Instant at, String window) ->
            new Stage.Over(settlement.toldBy(attempt, event, at, window));
        case Gathering.Step.Send(Delivery delivery) -> {
          Optional<Hold> open = destination.hold(delivery);
          yield open.isPresent()
              ? new Stage.Over(settlement.held(attempt, open.get()))
              : new Stage.Ready(attempt, destination.connected(), delivery, isNew);
        }
      };
    } catch (MisconfiguredException e) {
      return over(attempt, new Outcome.Misconfigured(e.getMessage()));
    } catch (ExpressionException e) {
      return over(attempt, new Outcome.Rejected(e.getMessage()));
    } catch (ExpressionTimeoutException e) { // of a machine that is busy now
      return over(attempt, new Outcome.Retry(e.getMessage()));
    } catch (RuntimeException e) { // nothing was sent, and the ledger must know that
      Log.error("delivery not begun", e, "connector", attempt.connector());
      return over(attempt, new Outcome.Retry("not begun: " + e.getClass().getSimpleName()));
    }
  }

  private Stage over(Attempt attempt, Outcome outcome) {
    return new Stage.Over(settlement.settled(attempt, outcome));
  }

  private Delivery delivery(Attempt attempt) {
    Event event = attempt.message().event();
    return new Delivery(
        attempt.marker(),
        attempt.message().route(),
        event,
        parameters(attempt.message(), attempt.placed()),
        () -> payloads.whole(event),
        attempt.span().context().toString(),
        answer -> attempt.answer().set(destination.masked(answer)));
  }

  private Map<String, Object> parameters(RoutedMessage message, RoutedMessage.Placed placed) {
    return Parameters.checked(
        destination.entry().parameters(), placed.written(), message.event().detail());
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
