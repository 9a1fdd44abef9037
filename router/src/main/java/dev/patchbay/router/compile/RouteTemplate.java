package dev.patchbay.router.compile;

import dev.patchbay.core.event.Room;
import dev.patchbay.core.json.Json;
import dev.patchbay.router.route.Route;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The input template of a route's rule: what its topic gets of each event. */
public final class RouteTemplate {
  /**
   * EventBridge's limit
   * (https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_InputTransformer.html).
   */
  private static final int MOST_CHARACTERS = 8192;

  private static final String EVENT = "<aws.events.event.json>";

  private RouteTemplate() {}

  /**
   * The template's text. Angle brackets of texts are escaped, since EventBridge takes {@code
   * <name>} for a variable.
   */
  public static String of(Route route) {
    Map<String, Object> message = new LinkedHashMap<>();
    message.put("route", route.name());
    message.put("connectors", route.connectors());
    message.put("deliveries", route.deliveries());
    String text = Json.write(message).replace("<", "\\u003c").replace(">", "\\u003e");
    return text.substring(0, text.length() - 1) + ",\"event\":" + EVENT + "}";
  }

  /** What EventBridge or SNS would refuse, in the user's words. */
  public static List<String> check(Route route) {
    String text = of(route);
    if (text.length() > MOST_CHARACTERS) {
      return List.of(
          "the deliveries of this route are %d characters together, and EventBridge takes %d for a rule; shorten their texts or split the route in two"
              .formatted(text.length(), MOST_CHARACTERS));
    }
    int bytes = text.getBytes(StandardCharsets.UTF_8).length;
    return bytes <= Room.ROUTE
        ? List.of()
        : List.of(
            "the deliveries of this route are %d bytes together, and beside an event of full size SNS has room for %d; shorten their texts or split the route in two"
                .formatted(bytes, Room.ROUTE));
  }
}
