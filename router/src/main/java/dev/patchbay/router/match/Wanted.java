package dev.patchbay.router.match;

import dev.patchbay.core.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The leaf of an event pattern in words. */
final class Wanted {
  private Wanted() {}

  /** Any of the items is enough: {@code "push" or begins with "pull_request."}. */
  static String words(List<?> items) {
    return items.stream().map(Wanted::item).collect(Collectors.joining(" or "));
  }

  private static String item(Object item) {
    return item instanceof Map<?, ?> map && map.size() == 1
        ? Json.object(map).entrySet().stream()
            .map(one -> test(one.getKey(), one.getValue()))
            .findFirst()
            .get()
        : Json.write(item);
  }

  private static String test(String kind, Object value) {
    return switch (kind) {
      case "prefix" -> "begins with " + plain(value);
      case "suffix" -> "ends with " + plain(value);
      case "equals-ignore-case" -> plain(value) + " in any case";
      case "wildcard" -> "looks like " + plain(value);
      case "cidr" -> "an address in " + plain(value);
      case "exists" -> Boolean.TRUE.equals(value) ? "anything" : "nothing at all";
      case "anything-but" -> "anything but " + butFor(value);
      case "numeric" -> "a number " + range(value);
      default -> kind + " " + Json.write(value);
    };
  }

  private static String plain(Object value) {
    return value instanceof Map<?, ?> map && map.size() == 1 ? item(map) : Json.write(value);
  }

  private static String butFor(Object value) {
    return switch (value) {
      case List<?> list -> words(list);
      case Map<?, ?> map when map.values().stream().allMatch(List.class::isInstance) ->
          "what " + map.entrySet().stream().map(Wanted::each).collect(Collectors.joining(" or "));
      case Map<?, ?> map -> "what " + item(map);
      case null, default -> Json.write(value);
    };
  }

  private static String each(Map.Entry<?, ?> test) {
    return ((List<?>) test.getValue())
        .stream()
            .map(value -> test(test.getKey().toString(), value))
            .collect(Collectors.joining(" or "));
  }

  /** {@code [">", 0, "<=", 5]} as {@code > 0 and <= 5}. */
  private static String range(Object value) {
    if (!(value instanceof List<?> list)) {
      return Json.write(value);
    }
    List<String> bounds = new ArrayList<>();
    for (int i = 0; i + 1 < list.size(); i += 2) {
      bounds.add(list.get(i) + " " + Json.write(list.get(i + 1)));
    }
    return String.join(" and ", bounds);
  }
}
