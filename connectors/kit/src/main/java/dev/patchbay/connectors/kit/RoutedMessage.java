package dev.patchbay.connectors.kit;

import dev.patchbay.core.event.Event;
import dev.patchbay.core.json.Json;
import dev.patchbay.core.json.JsonException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a route sends to the queues: an event, and every delivery that the route makes of it. */
record RoutedMessage(String route, Event event, List<Map<String, Object>> deliveries) {
  /** A delivery of one connector and its place among the route's. */
  record Placed(int index, Map<String, Object> parameters) {}

  /**
   * Reads a queue message.
   *
   * @throws JsonException when it is none of a route's
   */
  static RoutedMessage parse(String body) {
    Map<String, Object> message = Json.parseObject(body);
    if (!(message.get("route") instanceof String route)
        || !(message.get("deliveries") instanceof List<?> deliveries)
        || !(message.get("event") instanceof Map<?, ?> envelope)
        || !(envelope.get("detail") instanceof Map<?, ?> detail)) {
      throw new JsonException("a message of a route has route, deliveries and event.detail", null);
    }
    return new RoutedMessage(
        route, new Event(Json.object(detail)), deliveries.stream().map(Json::object).toList());
  }

  /** The deliveries of one connector. */
  List<Placed> of(String connector) {
    List<Placed> placed = new ArrayList<>();
    for (int i = 0; i < deliveries.size(); i++) {
      if (connector.equals(deliveries.get(i).get("connector"))) {
        int index = deliveries.get(i).get("place") instanceof Number given ? given.intValue() : i;
        placed.add(new Placed(index, deliveries.get(i)));
      }
    }
    return placed;
  }

  /** The message with one delivery only, which keeps its place: what a dead letter holds. */
  static String only(String body, Placed placed) {
    Map<String, Object> message = new LinkedHashMap<>(Json.parseObject(body));
    Map<String, Object> delivery = new LinkedHashMap<>(placed.parameters());
    delivery.put("place", placed.index());
    message.put("connectors", List.of(delivery.get("connector")));
    message.put("deliveries", List.of(delivery));
    return Json.write(message);
  }
}
