package dev.patchbay.connectors.http;

import dev.patchbay.connectors.spi.Delivery;
import dev.patchbay.connectors.spi.Outcome;
import dev.patchbay.connectors.spi.Sender;
import dev.patchbay.core.catalog.ConnectorEntry.Effect;

/** Makes the declared request and reads its answer as declared. */
final class HttpSender implements Sender {
  private final RequestPlan plan;
  private final AnswerReading reading;
  private final Transport transport;
  private final Effect effect;

  HttpSender(RequestPlan plan, AnswerReading reading, Transport transport, Effect effect) {
    this.plan = plan;
    this.reading = reading;
    this.transport = transport;
    this.effect = effect;
  }

  @Override
  public Outcome send(Delivery delivery) {
    HttpRequest request;
    try {
      request = plan.request(delivery);
    } catch (UnrenderableException e) {
      return new Outcome.Rejected(e.getMessage());
    }
    return switch (transport.exchange(request)) {
      case Exchange.Answered(Answer answer) -> reading.outcome(answer);
      case Exchange.NotSent(String reason) -> new Outcome.Retry(reason);
      case Exchange.NotTrusted(String reason) -> new Outcome.Misconfigured(reason);
      case Exchange.Broken(String reason) ->
          effect == Effect.UNSAFE ? new Outcome.Unknown(reason) : new Outcome.Retry(reason);
    };
  }
}
