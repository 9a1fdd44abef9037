package dev.patchbay.local.aws.dynamodb;

import dev.patchbay.local.aws.AwsException;
import java.util.List;
import java.util.Map;

/** Reads and changes items at document paths: names as text, places of lists as numbers. */
final class Documents {
  private Documents() {}

  /** The value at a path; null where there is none. */
  static Object at(Map<String, Object> item, List<Object> path) {
    Object value = item.get(path.getFirst());
    for (Object step : path.subList(1, path.size())) {
      value = value == null ? null : child(value, step);
    }
    return value;
  }

  private static Object child(Object value, Object step) {
    if (step instanceof Integer index) {
      return Attributes.content(value, "L") instanceof List<?> list && index < list.size()
          ? list.get(index)
          : null;
    }
    return Attributes.content(value, "M") instanceof Map<?, ?> map ? map.get(step) : null;
  }

  /**
   * Sets the value at a path, or removes it where the value is null; what lies above must stand.
   */
  static void put(Map<String, Object> item, List<Object> path, Object value) {
    Object last = path.getLast();
    if (path.size() == 1) {
      putInto(item, last, value);
      return;
    }
    Object above = at(item, path.subList(0, path.size() - 1));
    if (last instanceof Integer index && Attributes.content(above, "L") instanceof List<?> list) {
      putAt(list, index, value);
    } else if (last instanceof String && Attributes.content(above, "M") instanceof Map<?, ?> map) {
      putInto(map, last, value);
    } else {
      throw new AwsException(
          "ValidationException",
          "The document path provided in the update expression is invalid for update");
    }
  }

  @SuppressWarnings("unchecked") // items are copies that may be changed
  private static void putAt(List<?> list, int index, Object value) {
    List<Object> items = (List<Object>) list;
    if (value == null) {
      if (index < items.size()) {
        items.remove(index);
      }
    } else if (index < items.size()) {
      items.set(index, value);
    } else {
      items.add(value);
    }
  }

  @SuppressWarnings("unchecked") // as above
  private static void putInto(Map<?, ?> map, Object name, Object value) {
    if (value == null) {
      map.remove(name);
    } else {
      ((Map<Object, Object>) map).put(name, value);
    }
  }
}
