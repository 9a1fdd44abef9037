package dev.patchbay.cli.deploy;

import dev.patchbay.core.json.Json;
import dev.patchbay.local.template.TemplateFile;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The routes' stack, read back: what each route matches and does, and which connectors there are.
 *
 * @param routes by name; {@code when} and {@code deliver} as the rule has them
 * @param connectors names of those that have a stack
 */
record CompiledRoutes(Map<String, Parts> routes, Set<String> connectors) {
  private static final String NAME = "${Prefix}-route-";

  /** A route's two halves, as texts that are equal where the halves are. */
  record Parts(String when, String deliver) {}

  static CompiledRoutes of(TemplateFile template) {
    Map<String, Parts> routes = new TreeMap<>();
    Set<String> connectors = new TreeSet<>();
    for (Object declared : template.section("Resources").values()) {
      Map<String, Object> resource = Json.object(declared);
      Map<String, Object> properties = object(resource.get("Properties"));
      if ("AWS::Events::Rule".equals(resource.get("Type"))) {
        name(properties)
            .ifPresent(
                name ->
                    routes.put(
                        name,
                        new Parts(
                            text(properties.get("EventPattern")),
                            text(properties.get("Targets")))));
      }
      if (object(properties.get("Parameters")).get("Connector") instanceof String connector) {
        connectors.add(connector);
      }
    }
    return new CompiledRoutes(routes, connectors);
  }

  static CompiledRoutes none() {
    return new CompiledRoutes(Map.of(), Set.of());
  }

  private static java.util.Optional<String> name(Map<String, Object> rule) {
    return object(rule.get("Name")).get("Fn::Sub") instanceof String name && name.startsWith(NAME)
        ? java.util.Optional.of(name.substring(NAME.length()))
        : java.util.Optional.empty();
  }

  private static Map<String, Object> object(Object value) {
    return value instanceof Map<?, ?> map ? Json.object(map) : Map.of();
  }

  private static String text(Object value) {
    return Json.write(sorted(value));
  }

  /** Packaging may put keys in another order. */
  private static Object sorted(Object value) {
    return switch (value) {
      case Map<?, ?> map -> {
        Map<String, Object> sorted = new LinkedHashMap<>();
        new TreeMap<>(Json.object(map)).forEach((key, item) -> sorted.put(key, sorted(item)));
        yield sorted;
      }
      case List<?> list -> list.stream().map(CompiledRoutes::sorted).toList();
      case null -> null;
      default -> value.toString();
    };
  }

  /** What becomes of the routes of before, a line each; none where all stay as they are. */
  List<String> changesFrom(CompiledRoutes before) {
    List<String> lines = new ArrayList<>();
    names(routes.keySet(), before.routes.keySet())
        .forEach(route -> change(route, before).ifPresent(lines::add));
    for (String connector : names(connectors, before.connectors)) {
      if (!before.connectors.contains(connector)) {
        lines.add("  connector %s is new".formatted(connector));
      } else if (!connectors.contains(connector)) {
        lines.add("  connector %s goes, with its queues".formatted(connector));
      }
    }
    return lines;
  }

  private static List<String> names(Set<String> some, Set<String> others) {
    return Stream.concat(some.stream(), others.stream()).distinct().sorted().toList();
  }

  private java.util.Optional<String> change(String route, CompiledRoutes before) {
    Parts now = routes.get(route);
    Parts then = before.routes.get(route);
    if (now == null) {
      return java.util.Optional.of("  route %s goes".formatted(route));
    }
    if (then == null) {
      return java.util.Optional.of("  route %s is new".formatted(route));
    }
    List<String> parts = new ArrayList<>();
    if (!now.when.equals(then.when)) {
      parts.add("what it matches");
    }
    if (!now.deliver.equals(then.deliver)) {
      parts.add("what it delivers");
    }
    return parts.isEmpty()
        ? java.util.Optional.empty()
        : java.util.Optional.of(
            "  route %s changes %s".formatted(route, String.join(" and ", parts)));
  }

  /** The connectors of before that are no more. */
  List<String> leaving(CompiledRoutes before) {
    return before.connectors.stream().filter(name -> !connectors.contains(name)).toList();
  }
}
