package dev.patchbay.connectors.http;

import dev.patchbay.connectors.spi.Addressed;
import dev.patchbay.connectors.spi.Delivery;
import dev.patchbay.connectors.spi.Outcome;
import dev.patchbay.connectors.spi.Sender;
import dev.patchbay.connectors.spi.Turns;
import dev.patchbay.core.catalog.ConnectorEntry.Effect;
import dev.patchbay.core.expression.Expression;
import dev.patchbay.core.expression.ExpressionException;
import java.util.Map;

/**
 * Makes the declared request and reads its answer as declared.
 *
 * @param again over a first answer: whether a second request is made in its light; or null
 * @param results what the answers become on the bus, or null
 */
record HttpSender(
    RequestPlan plan,
    Caller caller,
    Expression again,
    AnswerReading reading,
    Results results,
    Effect effect)
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
      Exchange exchange = caller.call(part.request(), part.input(), Turns::further);
      if (exchange instanceof Exchange.Answered(Answer answer) && asksAgain(answer)) {
        part = plan.part(delivery, Map.of("answer", answer.input()));
        exchange =
            Turns.further()
                ? caller.call(part.request(), part.input(), Turns::further)
                : new Exchange.NoTurn();
      }
      return outcome(part, exchange);
    } catch (UnrenderableException e) {
      return e.outcome();
    } catch (AuthException e) {
      return e.outcome();
    }
  }

  private boolean asksAgain(Answer answer) {
    try {
      return again != null && again.holds(answer.input());
    } catch (ExpressionException _) { // about an answer of another shape
      return false;
    }
  }

  private Outcome outcome(RequestPlan.Part part, Exchange exchange) {
    if (!(exchange instanceof Exchange.Answered(Answer answer))) {
      return unanswered(exchange, effect);
    }
    part.delivery().heard(reading.said(answer));
    Outcome outcome = reading.outcome(answer, part.delivery());
    return outcome instanceof Outcome.Delivered && results != null
        ? results.published(part, answer, outcome)
        : outcome;
  }

  /** What a call without an answer means. */
  static Outcome unanswered(Exchange exchange, Effect effect) {
    return switch (exchange) {
      case Exchange.Answered _ -> throw new IllegalArgumentException("it has an answer");
      case Exchange.NoTurn _ -> Turns.none();
      case Exchange.NotSent(String reason) -> new Outcome.Retry(reason, true);
      case Exchange.NotTrusted(String reason) -> new Outcome.Misconfigured(reason);
      case Exchange.Broken(String reason) ->
          effect == Effect.UNSAFE
              ? new Outcome.Unknown(reason, true)
              : new Outcome.Retry(reason, true);
    };
  }
}
