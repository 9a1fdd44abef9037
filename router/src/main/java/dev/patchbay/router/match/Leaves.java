package dev.patchbay.router.match;

import dev.patchbay.core.event.Event;
import dev.patchbay.core.json.Json;
import dev.patchbay.router.route.Route;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds the parts of a pattern that an event fails, each matched alone by the real matcher. */
final class Leaves {
  private static final int LONGEST = 120;

  private final Event event;
  private final String busEvent;

  Leaves(Event event) {
    this.event = event;
    this.busEvent = Matcher.busEvent(event);
  }

  /** What the event fails of a route that does not take it; never empty. */
  List<Explanation.Leaf> failed(Route route) {
    List<Explanation.Leaf> failed = new ArrayList<>();
    walk(route.pattern(), List.of(), "", failed);
    if (failed.isEmpty()) {
      failed.add(
          new Explanation.Leaf(
              "when",
              "all parts to hold in the same element of a list",
              "each in some element, and no element with all"));
    }
    return failed;
  }

  private void walk(
      Map<String, Object> pattern, List<String> keys, String path, List<Explanation.Leaf> failed) {
    pattern.forEach(
        (key, value) -> {
          List<String> inner = new ArrayList<>(keys);
          inner.add(key);
          String name = path.isEmpty() ? key : path + "." + key;
          switch (value) {
            case Map<?, ?> map -> walk(Json.object(map), inner, name, failed);
            case List<?> list when "$or".equals(key) -> either(list, keys, name, failed);
            case List<?> list -> leaf(list, inner, name, failed);
            case null, default -> {} // Routes refuses it
          }
        });
  }

  /** Of alternatives it is enough that one holds; where none does, the parts of each are told. */
  private void either(
      List<?> alternatives, List<String> keys, String path, List<Explanation.Leaf> failed) {
    List<Explanation.Leaf> all = new ArrayList<>();
    for (int i = 0; i < alternatives.size(); i++) {
      Map<String, Object> alternative = Json.object(alternatives.get(i));
      if (Matcher.holds(nested(keys, alternative), busEvent)) {
        return;
      }
      walk(alternative, keys, path + "[" + i + "]", all);
    }
    failed.addAll(all);
  }

  private void leaf(List<?> wanted, List<String> keys, String path, List<Explanation.Leaf> failed) {
    if (!Matcher.holds(Json.object(nested(keys, wanted)), busEvent)) {
      failed.add(new Explanation.Leaf(path, Wanted.words(wanted), found(keys)));
    }
  }

  private static Map<String, Object> nested(List<String> keys, Object inmost) {
    Object value = inmost;
    for (String key : keys.reversed()) {
      Map<String, Object> outer = new LinkedHashMap<>();
      outer.put(key, value);
      value = outer;
    }
    return Json.object(value);
  }

  private String found(List<String> keys) {
    return at(event.detail(), List.of(String.join(".", keys).split("\\.")))
        .map(Leaves::text)
        .orElse("nothing");
  }

  private static String text(List<Object> values) {
    String text = Json.write(values.size() == 1 ? values.getFirst() : values);
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST - 1) + "…";
  }

  /**
   * The values at a path, of every element where it goes through a list; empty where there is none.
   */
  private static Optional<List<Object>> at(Object value, List<String> keys) {
    if (value instanceof List<?> list && !keys.isEmpty()) {
      List<Object> all = new ArrayList<>();
      list.forEach(item -> at(item, keys).ifPresent(all::addAll));
      return all.isEmpty() ? Optional.empty() : Optional.of(all);
    }
    if (keys.isEmpty()) {
      List<Object> one = new ArrayList<>();
      one.add(value);
      return Optional.of(one);
    }
    return value instanceof Map<?, ?> map && map.containsKey(keys.getFirst())
        ? at(map.get(keys.getFirst()), keys.subList(1, keys.size()))
        : Optional.empty();
  }
}
