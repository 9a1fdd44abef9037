package dev.patchbay.local.aws.dynamodb;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Document paths of which none lies within another, as a tree; and the part of an item that they
 * name.
 */
final class Paths {
  private final Map<Object, Paths> steps = new LinkedHashMap<>();
  private List<Object> whole;

  /** Adds a path that the tokens have just given. */
  void add(Tokens tokens, List<Object> path) {
    Paths node = this;
    for (Object step : path) {
      if (node.whole != null) {
        throw overlap(tokens, node.whole, path);
      }
      node = node.steps.computeIfAbsent(step, _ -> new Paths());
    }
    if (node.whole != null || !node.steps.isEmpty()) {
      throw overlap(tokens, node.first(), path);
    }
    node.whole = path;
  }

  private static RuntimeException overlap(Tokens tokens, List<Object> one, List<Object> other) {
    return tokens.invalid(
        "Two document paths overlap with each other; must remove or rewrite one of these paths; "
            + "path one: %s, path two: %s".formatted(text(one), text(other)));
  }

  private static List<String> text(List<Object> path) {
    return path.stream()
        .map(step -> step instanceof Integer ? "[" + step + "]" : step.toString())
        .toList();
  }

  private List<Object> first() {
    return whole != null ? whole : steps.values().iterator().next().first();
  }

  /** The attributes in which the paths begin. */
  Set<Object> attributes() {
    return steps.keySet();
  }

  /** What of an item the paths name, in its structure; lists close up. */
  Map<String, Object> of(Map<String, Object> item) {
    Map<String, Object> found = new LinkedHashMap<>();
    steps.forEach(
        (step, paths) -> {
          Object part = paths.part(item.get(step));
          if (part != null) {
            found.put(step.toString(), part);
          }
        });
    return found;
  }

  private Object part(Object value) {
    if (whole != null || value == null) {
      return value;
    }
    Object part = null;
    if (Attributes.content(value, "L") instanceof List<?> list) {
      List<Object> items = elements(list);
      part = items.isEmpty() ? null : Map.of("L", items);
    } else if (Attributes.content(value, "M") != null) {
      Map<String, Object> members = of(Attributes.members(value));
      part = members.isEmpty() ? null : Map.of("M", members);
    }
    return part;
  }

  private List<Object> elements(List<?> list) {
    List<Object> found = new ArrayList<>();
    Map<Integer, Paths> inOrder = new TreeMap<>();
    steps.forEach(
        (step, paths) -> {
          if (step instanceof Integer index && index < list.size()) {
            inOrder.put(index, paths);
          }
        });
    inOrder.forEach(
        (index, paths) -> {
          Object part = paths.part(list.get(index));
          if (part != null) {
            found.add(part);
          }
        });
    return found;
  }
}
