package dev.patchbay.router.tests;

import dev.patchbay.core.json.Json;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Expected deliveries against those that were made. */
final class Comparison {
  private final List<Map<String, Object>> expected;
  private final List<Map<String, Object>> made;
  private final List<String> differences = new ArrayList<>();

  Comparison(List<Map<String, Object>> expected, List<Map<String, Object>> made) {
    this.expected = new ArrayList<>(expected);
    this.made = new ArrayList<>(made);
  }

  /** Equal ones are set aside first, so that a difference is told of the right one. */
  List<String> differences() {
    expected.removeIf(
        wanted -> take(made.stream().filter(found -> holds(wanted, found)).findFirst()));
    for (Map<String, Object> wanted : expected) {
      Optional<Map<String, Object>> near =
          made.stream().filter(found -> place(found).equals(place(wanted))).findFirst();
      near.ifPresentOrElse(
          found -> differ(wanted, found), () -> differences.add("missing: " + place(wanted)));
      take(near);
    }
    made.forEach(found -> differences.add("not expected: " + place(found)));
    return differences;
  }

  private boolean take(Optional<Map<String, Object>> found) {
    found.ifPresent(one -> made.remove(one));
    return found.isPresent();
  }

  private static String place(Map<String, Object> delivery) {
    return delivery.get("route") + " to " + delivery.get("connector");
  }

  private static boolean holds(Map<String, Object> wanted, Map<String, Object> found) {
    return wanted.entrySet().stream()
        .allMatch(one -> same(one.getValue(), found.get(one.getKey())));
  }

  private void differ(Map<String, Object> wanted, Map<String, Object> found) {
    wanted.forEach(
        (name, value) -> {
          if (!same(value, found.get(name))) {
            differences.add(
                "%s: %s: wanted %s, found %s"
                    .formatted(
                        place(wanted),
                        name,
                        Json.write(value),
                        found.containsKey(name) ? Json.write(found.get(name)) : "nothing"));
          }
        });
  }

  /** As JSON, where 1 and 1.0 are one number. */
  private static boolean same(Object one, Object other) {
    return switch (one) {
      case Number number when other instanceof Number ->
          new BigDecimal(number.toString()).compareTo(new BigDecimal(other.toString())) == 0;
      case List<?> list when other instanceof List<?> others -> {
        boolean same = list.size() == others.size();
        for (int i = 0; same && i < list.size(); i++) {
          same = same(list.get(i), others.get(i));
        }
        yield same;
      }
      case Map<?, ?> map when other instanceof Map<?, ?> others ->
          map.keySet().equals(others.keySet())
              && map.entrySet().stream()
                  .allMatch(member -> same(member.getValue(), others.get(member.getKey())));
      case null -> other == null;
      default -> one.equals(other);
    };
  }
}
