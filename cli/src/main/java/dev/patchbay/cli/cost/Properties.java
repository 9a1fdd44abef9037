package dev.patchbay.cli.cost;

import dev.patchbay.local.template.Declared;
import java.util.List;
import java.util.Map;

/** Readings of a template's properties, whatever form their values have. */
final class Properties {
  private Properties() {}

  static Object orElse(Object value, Object otherwise) {
    return value == null ? otherwise : value;
  }

  static String text(Declared resource, String name, String otherwise) {
    return String.valueOf(resource.properties().getOrDefault(name, otherwise));
  }

  static double number(Object value) {
    return Double.parseDouble(String.valueOf(value));
  }

  static Map<?, ?> map(Object value) {
    return value instanceof Map<?, ?> map ? map : Map.of();
  }

  static List<?> list(Object value) {
    return value instanceof List<?> list ? list : List.of();
  }
}
