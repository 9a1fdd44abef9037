package dev.patchbay.connectors.spi;

import dev.patchbay.core.event.Event;
import dev.patchbay.core.json.Records;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * One event to one connector with a route's parameters.
 *
 * @param id the same at each attempt and nowhere else: the marker under which a destination can be
 *     asked for it; at most 128 characters of {@code [A-Za-z0-9_.-]}
 * @param parameters rendered, with the catalog's defaults
 * @param whole the payload's bytes as they came, read back from the bucket where the event holds
 *     only its shape
 * @param traceparent the span of this attempt, as the W3C has it
 *     (https://www.w3.org/TR/trace-context/#traceparent-header): a destination that goes on from it
 *     joins the event's trace. Empty where there is none
 * @param listener hears what the destination answers
 */
public record Delivery(
    String id,
    String route,
    Event event,
    Map<String, Object> parameters,
    Supplier<byte[]> whole,
    String traceparent,
    Consumer<String> listener) {

  /** One whose answers nobody wants to hear. */
  public Delivery(
      String id,
      String route,
      Event event,
      Map<String, Object> parameters,
      Supplier<byte[]> whole,
      String traceparent) {
    this(id, route, event, parameters, whole, traceparent, _ -> {});
  }

  /** One that follows the event with no span between. */
  public Delivery(
      String id,
      String route,
      Event event,
      Map<String, Object> parameters,
      Supplier<byte[]> whole) {
    this(id, route, event, parameters, whole, event.traceparent());
  }

  /**
   * Tells what the destination answered, for whoever asks later what became of the delivery: the
   * body as it came, of whatever length. The kit takes the secret's values out of it and keeps as
   * much as there is room for; of several answers, the last. Whoever reads answers within an SDK
   * says {@link Answers#heard}.
   */
  public void heard(String answer) {
    listener.accept(answer);
  }

  /** The parameters as a record, whose components are the one Java mention of the fields. */
  public <T> T parameters(Class<T> type) {
    return Records.bind(parameters, type);
  }
}
