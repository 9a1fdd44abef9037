package dev.patchbay.local.aws.dynamodb;

import dev.patchbay.core.json.Json;
import dev.patchbay.local.aws.AwsException;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/**
 * DynamoDB's typed values, as its JSON has them: {@code {"S": "text"}}, {@code {"N": "1"}}, {@code
 * {"M": {…}}} …
 */
final class Attributes {
  private Attributes() {}

  /** The one type of a value. */
  static String type(Object value) {
    if (value instanceof Map<?, ?> map && map.size() == 1) {
      return map.keySet().iterator().next().toString();
    }
    throw new AwsException(
        "ValidationException",
        "Supplied AttributeValue is empty, must contain exactly one of the supported datatypes");
  }

  /** What the type holds. */
  static Object content(Object value) {
    return Json.object(value).values().iterator().next();
  }

  static BigDecimal number(Object value) {
    if (!"N".equals(type(value))) {
      throw new AwsException(
          "ValidationException", "An operand in the update expression has an incorrect data type");
    }
    try {
      return new BigDecimal(content(value).toString());
    } catch (NumberFormatException e) {
      throw new AwsException(
          "ValidationException",
          "The parameter cannot be converted to a numeric value: " + content(value));
    }
  }

  static Map<String, Object> ofNumber(BigDecimal number) {
    BigDecimal plain = number.signum() == 0 ? BigDecimal.ZERO : number.stripTrailingZeros();
    return Map.of("N", plain.toPlainString());
  }

  /** Whether two values are equal: numbers by value, everything else by type and content. */
  static boolean equal(Object one, Object other) {
    if (one == null || other == null) {
      return false;
    }
    boolean numbers = "N".equals(type(one)) && "N".equals(type(other));
    return numbers ? number(one).compareTo(number(other)) == 0 : one.equals(other);
  }

  /** The order of two values of one ordered type; null where they have none. */
  static Integer compare(Object one, Object other) {
    if (one == null || other == null || !type(one).equals(type(other))) {
      return null;
    }
    return switch (type(one)) {
      case "N" -> number(one).compareTo(number(other));
      case "S", "B" -> content(one).toString().compareTo(content(other).toString());
      default -> null;
    };
  }

  /** Length of a text or binary, or number of elements. */
  static int size(Object value) {
    return switch (content(value)) {
      case String text -> text.length();
      case List<?> list -> list.size();
      case Map<?, ?> map -> map.size();
      default ->
          throw new AwsException(
              "ValidationException",
              "Invalid FilterExpression: Incorrect operand type for operator or function; operator"
                  + " or function: size");
    };
  }

  static boolean contains(Object container, Object item) {
    if (container == null) {
      return false;
    }
    return switch (type(container)) {
      case "S" ->
          "S".equals(type(item))
              && content(container).toString().contains(content(item).toString());
      case "L" -> ((List<?>) content(container)).stream().anyMatch(element -> equal(element, item));
      case "SS", "NS", "BS" -> ((List<?>) content(container)).contains(content(item));
      default -> false;
    };
  }
}
