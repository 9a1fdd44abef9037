package dev.patchbay.router.check;

import dev.patchbay.core.catalog.CatalogFile;
import dev.patchbay.core.json.Json;
import dev.patchbay.core.json.Nearest;
import dev.patchbay.router.route.Route;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import software.amazon.event.ruler.JsonRuleCompiler;

/**
 * Holds a route's {@code when} to what EventBridge takes as a pattern, and to what an event has.
 */
public final class PatternCheck {
  /**
   * EventBridge's quota (https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html).
   */
  private static final int MOST_CHARACTERS = 2048;

  /** What an event has beside its {@code data}. */
  public static final Set<String> ATTRIBUTES =
      Set.of(
          "id",
          "source",
          "account",
          "type",
          "subject",
          "time",
          "receivedAt",
          "traceparent",
          "title",
          "url",
          "actor",
          "severity",
          "data",
          "dataRef");

  private final CatalogFile catalog;
  private final BiConsumer<String, String> problem;

  /**
   * @param problem takes a path in the file and what is wrong there
   */
  public PatternCheck(CatalogFile catalog, BiConsumer<String, String> problem) {
    this.catalog = catalog;
    this.problem = problem;
  }

  /** The pattern, with single values written as lists of one, which EventBridge wants. */
  public Map<String, Object> check(Object when, String path) {
    if (!(when instanceof Map<?, ?> map) || map.isEmpty()) {
      problem.accept(path, "'when' must be a pattern over the event, such as {source: [github]}");
      return Map.of();
    }
    Map<String, Object> pattern = Json.object(map);
    attributes(pattern, path);
    Map<String, Object> listed = Json.object(listed(pattern, path));
    sources(listed.get("source"), path + ".source");
    compile(listed, path);
    return listed;
  }

  private void attributes(Map<String, Object> pattern, String path) {
    for (String key : pattern.keySet()) {
      String attribute = key.contains(".") ? key.substring(0, key.indexOf('.')) : key;
      if ("$or".equals(key)) {
        if (pattern.get(key) instanceof List<?> alternatives) {
          alternatives.stream()
              .filter(Map.class::isInstance)
              .forEach(alternative -> attributes(Json.object(alternative), path + ".$or"));
        }
      } else if (!ATTRIBUTES.contains(attribute)) {
        problem.accept(
            path + "." + key,
            "an event has no '"
                + attribute
                + "'"
                + Nearest.suggestion(attribute, ATTRIBUTES)
                + "; what the payload holds stands under 'data'");
      }
    }
  }

  private Object listed(Object value, String path) {
    return switch (value) {
      case Map<?, ?> map -> {
        Map<String, Object> listed = new LinkedHashMap<>();
        map.forEach(
            (key, item) ->
                listed.put(
                    key.toString(),
                    "$or".equals(key) ? alternatives(item, path) : listed(item, path)));
        yield listed;
      }
      case List<?> list -> list;
      case null -> listOfNull();
      default -> List.of(value);
    };
  }

  private static List<Object> listOfNull() {
    List<Object> list = new ArrayList<>();
    list.add(null);
    return list;
  }

  private Object alternatives(Object value, String path) {
    return value instanceof List<?> list
        ? list.stream().map(item -> listed(item, path)).toList()
        : value;
  }

  private void sources(Object sources, String path) {
    if (!(sources instanceof List<?> list)) {
      return;
    }
    Set<String> known = new TreeSet<>(catalog.sources().keySet());
    catalog.connectors().keySet().stream().filter(this::publishes).forEach(known::add);
    for (Object source : list) {
      if (source instanceof String name && !known.contains(name)) {
        problem.accept(
            path, "the catalog has no source '" + name + "'" + Nearest.suggestion(name, known));
      }
    }
  }

  /** The answers of some connectors' calls are events of their own. */
  private boolean publishes(String connector) {
    return catalog
        .connector(connector)
        .filter(entry -> entry.request() != null && entry.request().publishes() != null)
        .isPresent();
  }

  private void compile(Map<String, Object> pattern, String path) {
    String text = Json.write(new Route("", pattern, List.of()).busPattern());
    if (text.length() > MOST_CHARACTERS) {
      problem.accept(
          path,
          "the pattern is %d characters, and EventBridge takes %d; split the route in two"
              .formatted(text.length(), MOST_CHARACTERS));
    }
    try {
      String fault = JsonRuleCompiler.check(text);
      if (fault != null) {
        problem.accept(path, "no event pattern: " + firstLine(fault));
      }
    } catch (RuntimeException e) {
      problem.accept(path, "no event pattern: " + firstLine(String.valueOf(e.getMessage())));
    }
  }

  private static String firstLine(String text) {
    return text.lines().findFirst().orElse("");
  }
}
