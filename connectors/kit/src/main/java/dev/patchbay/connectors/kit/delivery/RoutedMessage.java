package dev.patchbay.connectors.kit.delivery;

import dev.patchbay.connectors.kit.ledger.Ledger;
import dev.patchbay.core.delivery.Timing;
import dev.patchbay.core.event.Event;
import dev.patchbay.core.json.BindingException;
import dev.patchbay.core.json.Json;
import dev.patchbay.core.json.JsonException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a route sends to the queues: an event, and every delivery that the route makes of it.
 *
 * @param whole all of it, as it came
 * @param revival what it may begin anew
 */
record RoutedMessage(
    Map<String, Object> whole,
    String route,
    Event event,
    List<Map<String, Object>> deliveries,
    Ledger.Revival revival) {
  /** EventBridge puts it into what it replays. */
  private static final String REPLAYED = "replay-name";

  /** The key under which a dead letter's delivery keeps its place. */
  static final String PLACE = "place";

  /** The key under which the dead letter of a digest keeps when its window closed. */
  static final String WINDOW = "window";

  /**
   * Bytes of what is a partition key in the ledger
   * (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html).
   */
  private static final int LONGEST_EVENT = 2048;

  /** Of a sort key, which takes 1024, without the delivery's index. */
  private static final int LONGEST_PLACE = 1000;

  /** A delivery of one connector, its place among the route's, and when it is to be told. */
  record Placed(int index, Map<String, Object> parameters, Timing timing) {
    /** The parameters as the route wrote them, without what the kit itself put among them. */
    Map<String, Object> written() {
      Map<String, Object> written = new LinkedHashMap<>(parameters);
      written.keySet().removeAll(Set.of(PLACE, WINDOW));
      return written;
    }
  }

  /**
   * Reads a queue message.
   *
   * @param redriven whether it was a dead letter before
   * @throws JsonException when it is none of a route's
   */
  static RoutedMessage parse(String body, boolean redriven) {
    Map<String, Object> message = Json.parseObject(body);
    if (!(message.get("route") instanceof String route)
        || !(message.get("deliveries") instanceof List<?> deliveries)
        || !(message.get("event") instanceof Map<?, ?> envelope)
        || !(envelope.get("detail") instanceof Map<?, ?> detail)) {
      throw new JsonException("a message of a route has route, deliveries and event.detail", null);
    }
    Event event = new Event(Json.object(detail));
    if (event.id().isEmpty() || event.source().isEmpty()) {
      throw new JsonException("its event has no id or no source", null);
    }
    Ledger.Revival replayed =
        envelope.containsKey(REPLAYED) ? Ledger.Revival.DEAD : Ledger.Revival.NONE;
    return new RoutedMessage(
        message,
        route,
        event,
        deliveries.stream().map(Json::object).toList(),
        redriven ? Ledger.Revival.UNKNOWN_TOO : replayed);
  }

  /** Whether it was on its way before: it is replayed, or was a dead letter. */
  boolean isAgain() {
    return revival != Ledger.Revival.NONE;
  }

  /**
   * The deliveries of one connector.
   *
   * @throws JsonException when it has none: then the message is in the wrong queue; or when one is
   *     none that a route makes
   */
  List<Placed> of(String connector) {
    List<Placed> placed = new ArrayList<>();
    for (int i = 0; i < deliveries.size(); i++) {
      if (connector.equals(deliveries.get(i).get("connector"))) {
        int index = deliveries.get(i).get(PLACE) instanceof Number given ? given.intValue() : i;
        checkWindow(deliveries.get(i));
        placed.add(new Placed(index, deliveries.get(i), timing(deliveries.get(i))));
      }
    }
    if (placed.isEmpty()) {
      throw new JsonException("it has no delivery for " + connector, null);
    }
    checkKey(connector);
    return placed;
  }

  /** No ledger could ever hold a longer one. */
  private void checkKey(String connector) {
    if (bytes(event.key()) > LONGEST_EVENT) {
      throw new JsonException(
          "its event's key is longer than %d bytes".formatted(LONGEST_EVENT), null);
    }
    if (bytes(route) + bytes(connector) > LONGEST_PLACE) {
      throw new JsonException(
          "its route's name is longer than %d bytes".formatted(LONGEST_PLACE), null);
    }
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  private static void checkWindow(Map<String, Object> delivery) {
    if (!delivery.containsKey(WINDOW)) {
      return;
    }
    try {
      Instant.parse(String.valueOf(delivery.get(WINDOW)));
    } catch (DateTimeParseException e) {
      throw new JsonException("the window of its digest is no time", e);
    }
  }

  private static Timing timing(Map<String, Object> delivery) {
    try {
      return Timing.of(delivery);
    } catch (BindingException e) {
      throw new JsonException(e.getMessage(), e);
    }
  }

  /**
   * The message with one delivery only, which keeps its place: what a dead letter holds.
   *
   * @param window when the window of its digest closed, or null
   */
  String only(Placed placed, Instant window) {
    Map<String, Object> message = new LinkedHashMap<>(whole);
    Map<String, Object> delivery = new LinkedHashMap<>(placed.parameters());
    delivery.put(PLACE, placed.index());
    if (window != null) {
      delivery.put(WINDOW, window.toString());
    }
    message.put("connectors", List.of(delivery.get("connector")));
    message.put("deliveries", List.of(delivery));
    return Json.write(message);
  }
}
