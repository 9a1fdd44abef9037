package dev.patchbay.connectors.http;

import dev.patchbay.connectors.spi.Delivery;
import dev.patchbay.connectors.spi.Outcome;
import dev.patchbay.core.catalog.ConnectorEntry;
import dev.patchbay.core.event.Event;
import dev.patchbay.core.event.Severity;
import dev.patchbay.core.expression.Expression;
import dev.patchbay.core.expression.ExpressionException;
import dev.patchbay.core.json.Json;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a destination answers, as events of their own: a route may act on them. Each names the event
 * that caused it and counts the hops from the first, so that a route that feeds itself ends.
 *
 * @param source of the events: the connector's name
 */
record Results(String source, ConnectorEntry.Publishes publishes, ResultBus bus, Clock clock) {
  private static final int MOST_HOPS = 5;

  /** With room for the deliveries of its route, within SNS's 256 KiB. */
  private static final int MOST_BYTES = 240 * 1024;

  private static int hops(Event event) {
    return event.detail().get("hops") instanceof Number hops ? hops.intValue() : 0;
  }

  /**
   * Refuses an event that is the result of a result of a result …
   *
   * @throws UnrenderableException where that has gone too far
   */
  void refuseLoops(Event event) {
    if (hops(event) >= MOST_HOPS) {
      throw new UnrenderableException(
          "call", "would be number " + (MOST_HOPS + 1) + " in a row: a route feeds itself", null);
    }
  }

  /** Publishes what a call that was made came to; where that fails, it is made again. */
  Outcome published(RequestPlan.Part part, Answer answer, Outcome delivered) {
    Map<String, Object> detail;
    try {
      detail = detail(part.delivery(), answer);
    } catch (ExpressionException e) {
      return new Outcome.Rejected("the event of its result cannot be made from the answer");
    }
    String json = Json.write(detail);
    if (json.getBytes(StandardCharsets.UTF_8).length > MOST_BYTES) {
      return new Outcome.Rejected("its result is larger than the bus takes");
    }
    return bus.publish(Event.SOURCE_PREFIX + source, publishes.type(), json)
        ? delivered
        : new Outcome.Retry("its result was not accepted by the bus");
  }

  private Map<String, Object> detail(Delivery delivery, Answer answer) {
    Map<String, Object> input = answer.input();
    input.put("event", delivery.event().detail());
    input.put("parameters", delivery.parameters());
    String now = clock.instant().toString();
    Map<String, Object> detail = new LinkedHashMap<>();
    detail.put("id", delivery.id());
    detail.put("source", source);
    detail.put("account", "default");
    detail.put("type", publishes.type());
    put(detail, "subject", publishes.subject(), input);
    detail.put("time", now);
    detail.put("receivedAt", now);
    detail.put("traceparent", delivery.traceparent());
    put(detail, "title", publishes.title(), input);
    put(detail, "url", publishes.url(), input);
    detail.put("severity", Severity.INFO.word());
    detail.put("cause", delivery.event().key());
    detail.put("hops", hops(delivery.event()) + 1);
    detail.put(
        "data",
        publishes.data() == null
            ? input.get("body")
            : Expression.compile(publishes.data()).evaluate(input));
    return detail;
  }

  private static void put(
      Map<String, Object> detail, String key, String expression, Map<String, Object> input) {
    String text = expression == null ? "" : Expression.compile(expression).text(input);
    if (!text.isEmpty()) {
      detail.put(key, text);
    }
  }
}
