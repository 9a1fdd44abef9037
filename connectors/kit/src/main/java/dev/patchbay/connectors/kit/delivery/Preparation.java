package dev.patchbay.connectors.kit.delivery;

import dev.patchbay.connectors.kit.destination.Destination;
import dev.patchbay.connectors.kit.destination.Hold;
import dev.patchbay.connectors.kit.ledger.Ledger;
import dev.patchbay.connectors.spi.Delivery;
import dev.patchbay.connectors.spi.MisconfiguredException;
import dev.patchbay.connectors.spi.Outcome;
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
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * What comes before a delivery's call: its place in line, its claim in the ledger, its digest, and
 * its text. Thread-safe.
 */
final class Preparation {
  private final Destination destination;
  private final Ledger ledger;
  private final Payloads payloads;
  private final Gathering gathering;
  private final Limits limits;
  private final Settlement settlement;
  private final Tracer tracer;
  private final InstantSource clock;

  Preparation(
      Destination destination,
      Ledger ledger,
      Payloads payloads,
      Gathering gathering,
      Limits limits,
      Settlement settlement,
      Tracer tracer,
      InstantSource clock) {
    this.destination = destination;
    this.ledger = ledger;
    this.payloads = payloads;
    this.gathering = gathering;
    this.limits = limits;
    this.settlement = settlement;
    this.tracer = tracer;
    this.clock = clock;
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
}
