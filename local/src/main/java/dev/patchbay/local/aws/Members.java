package dev.patchbay.local.aws;

import java.util.List;
import java.util.Map;

/** Typed looks into the members of a request or of a resource's properties. */
public final class Members {
  private Members() {}

  /**
   * A required text.
   *
   * @throws AwsException {@code ValidationException} where it is absent
   */
  public static String text(Map<String, Object> members, String name) {
    Object value = members.get(name);
    if (value == null) {
      throw new AwsException(
          "ValidationException",
          "1 validation error detected: Value at '"
              + name
              + "' failed to satisfy constraint: Member must not be null");
    }
    return value.toString();
  }

  /** A text, or another where it is absent. */
  public static String text(Map<String, Object> members, String name, String otherwise) {
    Object value = members.get(name);
    return value == null ? otherwise : value.toString();
  }

  /** A whole number, written as one or as text. */
  public static long number(Map<String, Object> members, String name, long otherwise) {
    Object value = members.get(name);
    if (value == null) {
      return otherwise;
    }
    try {
      return value instanceof Number number
          ? number.longValue()
          : Long.parseLong(value.toString().strip());
    } catch (NumberFormatException e) {
      throw new AwsException("InvalidParameterValue", "'" + name + "' must be a whole number");
    }
  }

  /** True as JSON or as text. */
  public static boolean isTrue(Map<String, Object> members, String name) {
    return "true".equals(String.valueOf(members.get(name)));
  }

  /** An object, empty where it is absent. */
  @SuppressWarnings("unchecked") // JSON objects have text keys
  public static Map<String, Object> object(Map<String, Object> members, String name) {
    return members.get(name) instanceof Map<?, ?> map ? (Map<String, Object>) map : Map.of();
  }

  /**
   * A list, empty where it is absent; a single value counts as a list of one, as IAM documents have
   * it.
   */
  public static List<?> list(Map<String, Object> members, String name) {
    Object value = members.get(name);
    if (value == null) {
      return List.of();
    }
    return value instanceof List<?> list ? list : List.of(value);
  }
}
