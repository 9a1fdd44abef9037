package dev.patchbay.router.match;

import dev.patchbay.core.event.Event;
import dev.patchbay.core.json.Json;
import dev.patchbay.router.route.Route;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import software.amazon.event.ruler.Machine;

/**
 * Tells which routes take an event, by the library that EventBridge itself matches with.
 * Thread-safe.
 */
public final class Matcher {
  private final List<Route> routes;
  private final Machine machine = Machine.builder().build();

  /**
   * @param routes valid ones
   */
  public Matcher(List<Route> routes) {
    this.routes = List.copyOf(routes);
    this.routes.forEach(route -> add(machine, route.name(), route.busPattern()));
  }

  /** The routes that take the event, in the order of the file. */
  public List<Route> matching(Event event) {
    Set<String> names = new HashSet<>(match(machine, busEvent(event)));
    return routes.stream().filter(route -> names.contains(route.name())).toList();
  }

  /** For every route, whether it takes the event, and which parts of its pattern fail. */
  public List<Explanation> explain(Event event) {
    Set<String> names = new HashSet<>(match(machine, busEvent(event)));
    Leaves leaves = new Leaves(event);
    return routes.stream()
        .map(
            route ->
                names.contains(route.name())
                    ? new Explanation(route.name(), true, List.of())
                    : new Explanation(route.name(), false, leaves.failed(route)))
        .toList();
  }

  /** Whether one pattern over the normalised event holds. */
  static boolean holds(Map<String, Object> pattern, String busEvent) {
    Machine machine = Machine.builder().build();
    add(machine, "it", new Route("it", pattern, List.of()).busPattern());
    return !match(machine, busEvent).isEmpty();
  }

  /** The event as it lies on the bus. */
  static String busEvent(Event event) {
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("source", Event.SOURCE_PREFIX + event.source());
    entry.put("detail-type", event.type());
    entry.put("detail", event.detail());
    return Json.write(entry);
  }

  private static void add(Machine machine, String name, Map<String, Object> pattern) {
    try {
      machine.addRule(name, Json.write(pattern));
    } catch (IOException e) {
      throw new UncheckedIOException("no event pattern: route " + name, e);
    }
  }

  private static List<String> match(Machine machine, String busEvent) {
    try {
      return machine.rulesForJSONEvent(busEvent);
    } catch (Exception e) { // the library's own signature; the event was just written as JSON
      throw new IllegalStateException("the event cannot be matched", e);
    }
  }
}
