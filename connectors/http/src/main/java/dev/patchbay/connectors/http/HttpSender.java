package dev.patchbay.connectors.http;

import dev.patchbay.connectors.spi.Addressed;
import dev.patchbay.connectors.spi.Delivery;
import dev.patchbay.connectors.spi.Outcome;
import dev.patchbay.connectors.spi.Sender;
import dev.patchbay.core.catalog.ConnectorEntry.Effect;

/**
 * Makes the declared request and reads its answer as declared.
 *
 * @param results what the answers become on the bus, or null
 */
record HttpSender(
    RequestPlan plan, Caller caller, AnswerReading reading, Results results, Effect effect)
    implements Sender, Addressed {

  @Override
  public String address(Delivery delivery) {
    return plan.address(delivery);
  }

  @Override
  public Outcome send(Delivery delivery) {
    try {
      if (results != null) {
        results.refuseLoops(delivery.event());
      }
      RequestPlan.Part part = plan.part(delivery);
      return outcome(part, caller.call(part.request(), part.input()));
    } catch (UnrenderableException e) {
      return new Outcome.Rejected(e.getMessage());
    } catch (AuthException e) {
      return e.outcome();
    }
  }

  private Outcome outcome(RequestPlan.Part part, Exchange exchange) {
    if (!(exchange instanceof Exchange.Answered(Answer answer))) {
      return unanswered(exchange, effect);
    }
    Outcome outcome = reading.outcome(answer);
    return outcome instanceof Outcome.Delivered && results != null
        ? results.published(part, answer, outcome)
        : outcome;
  }

  /** What a call without an answer means. */
  static Outcome unanswered(Exchange exchange, Effect effect) {
    return switch (exchange) {
      case Exchange.Answered _ -> throw new IllegalArgumentException("it has an answer");
      case Exchange.NotSent(String reason) -> new Outcome.Retry(reason, true);
      case Exchange.NotTrusted(String reason) -> new Outcome.Misconfigured(reason);
      case Exchange.Broken(String reason) ->
          effect == Effect.UNSAFE
              ? new Outcome.Unknown(reason, true)
              : new Outcome.Retry(reason, true);
    };
  }
}
