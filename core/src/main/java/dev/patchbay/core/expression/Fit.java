package dev.patchbay.core.expression;

import dev.patchbay.core.catalog.ConnectorEntry.Schema;
import dev.patchbay.core.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Whether what expressions came to fits the catalog, as {@code routes check} holds what is written
 * out to it: as much of JSON Schema as entries use of it for one value, and which parameters must
 * be there. No value is in what it says, since a payload is nobody else's business.
 */
final class Fit {
  private static final Pattern NUMBER = Pattern.compile("-?\\d+([.]\\d+)?");

  /** Entries are few and so are their patterns. */
  private static final Map<String, Pattern> PATTERNS = new ConcurrentHashMap<>();

  private Fit() {}

  /**
   * Holds rendered parameters to their schema.
   *
   * @param written what the route or the catalog says, by name
   * @throws ExpressionException which names the first that does not fit, and what it must be
   */
  static void check(Schema schema, Map<String, Object> rendered, Map<String, Object> written) {
    for (String name : schema.required()) {
      if (isMissing(rendered.get(name))) {
        throw ExpressionException.unfit(name, "must be something", written.get(name));
      }
    }
    alternatives(schema.anyOf(), rendered, false);
    alternatives(schema.oneOf(), rendered, true);
    rendered.forEach(
        (name, value) ->
            fault(schema.properties().getOrDefault(name, Map.of()), value)
                .ifPresent(
                    must -> {
                      throw ExpressionException.unfit(name, must, written.get(name));
                    }));
  }

  private static boolean isMissing(Object value) {
    return value == null || value instanceof String text && text.isBlank();
  }

  /** Alternatives that say which parameters must be there; others are for what is written out. */
  private static void alternatives(
      List<Object> alternatives, Map<String, Object> rendered, boolean isOneAlone) {
    List<List<?>> sets = new ArrayList<>();
    for (Object each : alternatives) {
      if (!(each instanceof Map<?, ?> map) || !(map.get("required") instanceof List<?> names)) {
        return;
      }
      sets.add(names);
    }
    long there =
        sets.stream()
            .filter(names -> names.stream().noneMatch(name -> isMissing(rendered.get(name))))
            .count();
    if (!sets.isEmpty() && (there == 0 || isOneAlone && there > 1)) {
      List<?> names = sets.stream().flatMap(List::stream).distinct().toList();
      throw ExpressionException.unfit(
          names.getFirst().toString(),
          (isOneAlone ? "or another one, and no more, of " : "or another one of ")
              + names
              + " must be something",
          null);
    }
  }

  /** What a value would have to be; empty where it fits. */
  private static Optional<String> fault(Map<String, Object> property, Object value) {
    if (!isOfType(property.get("type"), value)) {
      return Optional.of("must be of type " + String.join(" or ", types(property.get("type"))));
    }
    if (property.get("enum") instanceof List<?> words && !words.contains(value)) {
      return Optional.of("must be one of " + Json.write(words));
    }
    return switch (value) {
      case String text -> text(property, text);
      case Number number -> number(property, number.doubleValue());
      case List<?> items -> items(property, items);
      default -> Optional.empty();
    };
  }

  private static Optional<String> text(Map<String, Object> property, String text) {
    int length = text.codePointCount(0, text.length());
    if (property.get("minLength") instanceof Number least && length < least.intValue()) {
      return Optional.of("must have at least " + least + " characters");
    }
    if (property.get("maxLength") instanceof Number most && length > most.intValue()) {
      return Optional.of("may have " + most + " characters");
    }
    return property.get("pattern") instanceof String pattern && !matches(pattern, text)
        ? Optional.of("must match " + pattern + example(property))
        : Optional.empty();
  }

  private static boolean matches(String pattern, String text) {
    return PATTERNS.computeIfAbsent(pattern, Pattern::compile).matcher(text).find();
  }

  private static String example(Map<String, Object> property) {
    return property.get("examples") instanceof List<?> examples && !examples.isEmpty()
        ? ", such as " + Json.write(examples.getFirst())
        : "";
  }

  private static Optional<String> number(Map<String, Object> property, double number) {
    if (property.get("minimum") instanceof Number least && number < least.doubleValue()) {
      return Optional.of("must be at least " + least);
    }
    return property.get("maximum") instanceof Number most && number > most.doubleValue()
        ? Optional.of("must be at most " + most)
        : Optional.empty();
  }

  private static Optional<String> items(Map<String, Object> property, List<?> items) {
    if (property.get("maxItems") instanceof Number most && items.size() > most.intValue()) {
      return Optional.of("may have " + most + " items");
    }
    return property.get("items") instanceof Map<?, ?> each
        ? items.stream()
            .flatMap(item -> fault(Json.object(each), item).stream())
            .findFirst()
            .map(must -> "holds an item that " + must)
        : Optional.empty();
  }

  /** Whether a value may be one of an array's items. */
  static boolean isItem(Map<String, Object> property, Object value) {
    return !(property.get("items") instanceof Map<?, ?> each) || isOfType(each.get("type"), value);
  }

  /** A text that reads as a number is one: an expression among other words makes only texts. */
  private static boolean isOfType(Object type, Object value) {
    return type == null || types(type).stream().anyMatch(each -> isOf(each, value));
  }

  private static List<String> types(Object type) {
    return type instanceof List<?> several
        ? several.stream().map(String::valueOf).toList()
        : Stream.of(String.valueOf(type)).toList();
  }

  private static boolean isOf(String type, Object value) {
    return switch (type) {
      case "string" -> value instanceof String;
      case "integer" ->
          value instanceof Number number && number.doubleValue() == Math.rint(number.doubleValue())
              || value instanceof String text && text.matches("-?\\d+");
      case "number" ->
          value instanceof Number || value instanceof String text && NUMBER.matcher(text).matches();
      case "boolean" -> value instanceof Boolean || "true".equals(value) || "false".equals(value);
      case "array" -> value instanceof List<?>;
      case "object" -> value instanceof Map<?, ?>;
      default -> true;
    };
  }
}
