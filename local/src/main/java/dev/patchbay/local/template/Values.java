package dev.patchbay.local.template;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Casts of template values that name the place when they fail. */
final class Values {
  private Values() {}

  static Map<String, Object> map(Object value, Supplier<String> place) {
    if (!(value instanceof Map<?, ?> map)) {
      throw new TemplateException(place.get() + " must be a map");
    }
    Map<String, Object> copy = new LinkedHashMap<>();
    map.forEach((key, item) -> copy.put(String.valueOf(key), item));
    return copy;
  }

  static List<?> list(Object value, Supplier<String> place) {
    if (value instanceof List<?> list) {
      return list;
    }
    throw new TemplateException(place.get() + " must be a list");
  }

  static String text(Object value, Supplier<String> place) {
    if (value instanceof Map || value instanceof List) {
      throw new TemplateException(place.get() + " must be text");
    }
    return String.valueOf(value);
  }
}
