package dev.patchbay.local.aws.dynamodb;

import dev.patchbay.core.json.Json;
import dev.patchbay.local.aws.AwsException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * DynamoDB's typed values, as its JSON has them: {@code {"S": "text"}}, {@code {"N": "1"}}, {@code
 * {"M": {…}}} …
 */
final class Attributes {
  private static final int DEEPEST = 32;
  private static final Comparator<Object> BY_TEXT = Comparator.comparing(Object::toString);
  private static final Comparator<Object> BY_NUMBER = Comparator.comparing(Numbers::parse);

  private Attributes() {}

  /** The one type of a value. */
  static String type(Object value) {
    if (value instanceof Map<?, ?> map && map.size() == 1) {
      return map.keySet().iterator().next().toString();
    }
    throw invalid(
        "Supplied AttributeValue is empty, must contain exactly one of the supported datatypes");
  }

  /** What the type holds. */
  static Object content(Object value) {
    return Json.object(value).values().iterator().next();
  }

  /** What a value of this type holds; null where it has another, or is none. */
  static Object content(Object value, String type) {
    return value == null ? null : Json.object(value).get(type);
  }

  /** The members of a map. */
  static Map<String, Object> members(Object value) {
    return Json.object(content(value));
  }

  static BigDecimal number(Object value) {
    return Numbers.parse(content(value));
  }

  static Map<String, Object> ofNumber(BigDecimal number) {
    return Map.of("N", Numbers.text(number));
  }

  static byte[] bytes(Object base64) {
    try {
      return Base64.getDecoder().decode(base64.toString());
    } catch (IllegalArgumentException e) {
      throw new AwsException("SerializationException", "a binary value is not base64");
    }
  }

  /**
   * An item or a part of one, each value checked and written in the one way DynamoDB gives it back.
   */
  static Map<String, Object> canonicalMembers(Map<String, Object> members) {
    return members(members, 0);
  }

  private static Map<String, Object> members(Map<String, Object> members, int depth) {
    Map<String, Object> copy = new LinkedHashMap<>();
    members.forEach((name, value) -> copy.put(name, canonical(value, depth)));
    return copy;
  }

  /** A value, checked and written in the one way DynamoDB gives it back. */
  static Map<String, Object> canonical(Object value) {
    return canonical(value, 0);
  }

  private static Map<String, Object> canonical(Object value, int depth) {
    if (depth > DEEPEST) {
      throw invalid("Nesting Levels have exceeded supported limits");
    }
    String type = type(value);
    Object content = content(value);
    Object checked =
        switch (type) {
          case "S" -> content.toString();
          case "N" -> Numbers.text(number(value));
          case "B" -> Base64.getEncoder().encodeToString(bytes(content));
          case "BOOL", "NULL" -> content;
          case "SS", "NS", "BS" -> set(type, (List<?>) content);
          case "L" -> list((List<?>) content, depth);
          case "M" -> members(Json.object(content), depth + 1);
          default ->
              throw new AwsException("SerializationException", "no value has the type " + type);
        };
    Map<String, Object> copy = new LinkedHashMap<>();
    copy.put(type, checked);
    return copy;
  }

  private static List<Object> list(List<?> items, int depth) {
    List<Object> copy = new ArrayList<>();
    items.forEach(item -> copy.add(canonical(item, depth + 1)));
    return copy;
  }

  private static List<Object> set(String type, List<?> items) {
    if (items.isEmpty()) {
      throw invalid("One or more parameter values were invalid: a set may not be empty");
    }
    List<Object> copy = new ArrayList<>();
    items.forEach(item -> copy.add("NS".equals(type) ? Numbers.text(Numbers.parse(item)) : item));
    if (Set.copyOf(copy).size() < copy.size()) {
      throw invalid(
          "One or more parameter values were invalid: Input collection %s contains duplicates."
              .formatted(items));
    }
    copy.sort("NS".equals(type) ? BY_NUMBER : BY_TEXT);
    return copy;
  }

  /** Whether two canonical values are equal; one that is absent equals none. */
  static boolean equal(Object one, Object other) {
    return one != null && one.equals(other);
  }

  /**
   * The order of two values of one ordered type; null where they have none. Text is ordered by its
   * UTF-8 bytes.
   */
  static Integer compare(Object one, Object other) {
    if (one == null || other == null || !type(one).equals(type(other))) {
      return null;
    }
    return switch (type(one)) {
      case "N" -> number(one).compareTo(number(other));
      case "S" -> Arrays.compareUnsigned(utf8(one), utf8(other));
      case "B" -> Arrays.compareUnsigned(bytes(content(one)), bytes(content(other)));
      default -> null;
    };
  }

  private static byte[] utf8(Object value) {
    return content(value).toString().getBytes(StandardCharsets.UTF_8);
  }

  /** Length of a text or binary, or number of elements; null for a value that has none. */
  static Integer size(Object value) {
    return switch (type(value)) {
      case "S" -> content(value).toString().length();
      case "B" -> bytes(content(value)).length;
      case "M" -> members(value).size();
      case "L", "SS", "NS", "BS" -> ((List<?>) content(value)).size();
      default -> null;
    };
  }

  static boolean beginsWith(Object value, Object start) {
    if (value == null || start == null || !type(value).equals(type(start))) {
      return false;
    }
    return switch (type(value)) {
      case "S" -> content(value).toString().startsWith(content(start).toString());
      case "B" -> contains(bytes(content(value)), bytes(content(start)), 0);
      default -> false;
    };
  }

  static boolean contains(Object container, Object item) {
    if (container == null || item == null) {
      return false;
    }
    String wanted = type(item);
    return switch (type(container)) {
      case "S" -> "S".equals(wanted) && text(container).contains(text(item));
      case "B" -> "B".equals(wanted) && contains(bytes(text(container)), bytes(text(item)));
      case "L" -> ((List<?>) content(container)).stream().anyMatch(it -> equal(it, item));
      case "SS", "NS", "BS" ->
          type(container).equals(wanted + "S")
              && ((List<?>) content(container)).contains(content(item));
      default -> false;
    };
  }

  private static String text(Object value) {
    return content(value).toString();
  }

  private static boolean contains(byte[] bytes, byte[] part) {
    for (int at = 0; at + part.length <= bytes.length; at++) {
      if (contains(bytes, part, at)) {
        return true;
      }
    }
    return false;
  }

  private static boolean contains(byte[] bytes, byte[] part, int at) {
    return at + part.length <= bytes.length
        && Arrays.equals(bytes, at, at + part.length, part, 0, part.length);
  }

  private static AwsException invalid(String message) {
    return new AwsException("ValidationException", message);
  }
}
