package dev.patchbay.webhooks.body;

import dev.patchbay.core.json.Json;
import java.util.List;
import java.util.Map;

/** Dotted paths into JSON: {@code data.items.0.id}. */
public final class Paths {
  private Paths() {}

  /** The value at a path, or null. */
  static Object at(Object value, String path) {
    Object at = value;
    for (String step : path.split("\\.")) {
      at = step(at, step);
    }
    return at;
  }

  /** The scalar at a path as text, or null. */
  public static String text(Object value, String path) {
    return switch (at(value, path)) {
      case null -> null;
      case Map<?, ?> object -> Json.write(object);
      case List<?> array -> Json.write(array);
      case Object scalar -> scalar.toString();
    };
  }

  private static Object step(Object at, String step) {
    if (at instanceof Map<?, ?> object) {
      return object.get(step);
    }
    if (at instanceof List<?> list && step.matches("\\d{1,6}")) {
      int index = Integer.parseInt(step);
      return index < list.size() ? list.get(index) : null;
    }
    return null;
  }

  /** Puts a value at a path, where the way there exists. */
  @SuppressWarnings("unchecked") // parsed JSON
  public static void put(Object root, String path, Object value) {
    int dot = path.lastIndexOf('.');
    Object parent = dot < 0 ? root : at(root, path.substring(0, dot));
    if (parent instanceof Map<?, ?> object) {
      ((Map<String, Object>) object).put(path.substring(dot + 1), value);
    }
  }

  /** Replaces what a path names, {@code *} standing for any key or item. */
  public static void redact(Object root, String path) {
    redact(root, path.split("\\."), 0);
  }

  @SuppressWarnings("unchecked") // parsed JSON
  private static void redact(Object at, String[] steps, int index) {
    boolean last = index == steps.length - 1;
    if (at instanceof Map<?, ?> object) {
      ((Map<String, Object>) object)
          .replaceAll(
              (key, value) ->
                  steps[index].equals("*") || steps[index].equals(key)
                      ? redacted(value, steps, index, last)
                      : value);
    } else if (at instanceof List<?> list) {
      List<Object> items = (List<Object>) list;
      for (int i = 0; i < items.size(); i++) {
        if (steps[index].equals("*") || steps[index].equals(Integer.toString(i))) {
          items.set(i, redacted(items.get(i), steps, index, last));
        }
      }
    }
  }

  private static Object redacted(Object value, String[] steps, int index, boolean last) {
    if (last) {
      return value == null ? null : "[redacted]";
    }
    redact(value, steps, index + 1);
    return value;
  }
}
