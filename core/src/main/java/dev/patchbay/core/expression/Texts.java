package dev.patchbay.core.expression;

import dev.patchbay.core.json.Json;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.Map;

/** How a JSON value reads inside a text. */
final class Texts {
  private Texts() {}

  static String of(Object value) {
    return switch (value) {
      case null -> "";
      case String text -> text;
      case Double number when number == Math.rint(number) && Math.abs(number) < 1e15 ->
          Long.toString(number.longValue());
      case BigDecimal number when Math.abs(number.scale()) < 100 -> number.toPlainString();
      case Map<?, ?> object -> Json.write(object);
      case Collection<?> array -> Json.write(array);
      default -> value.toString();
    };
  }
}
