package dev.patchbay.local.aws.dynamodb;

import dev.patchbay.core.json.Json;
import dev.patchbay.local.aws.AwsException;
import dev.patchbay.local.aws.Members;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What {@code #names} and {@code :values} of a request's expressions stand for, and the paths made
 * of them.
 */
record Names(Map<String, Object> names, Map<String, Object> values) {
  static Names of(Map<String, Object> request) {
    return new Names(
        Members.object(request, "ExpressionAttributeNames"),
        Members.object(request, "ExpressionAttributeValues"));
  }

  Object value(String placeholder) {
    Object value = values.get(placeholder);
    if (value == null) {
      throw new AwsException(
          "ValidationException",
          "Invalid expression: An expression attribute value used in expression is not defined;"
              + " attribute value: "
              + placeholder);
    }
    return value;
  }

  private String name(String token) {
    if (!token.startsWith("#")) {
      return token;
    }
    Object name = names.get(token);
    if (name == null) {
      throw new AwsException(
          "ValidationException",
          "Invalid expression: An expression attribute name used in the document path is not"
              + " defined; attribute name: "
              + token);
    }
    return name.toString();
  }

  /** Reads a document path such as {@code a.#b[0]}: names as text, places of lists as numbers. */
  List<Object> path(Tokens tokens) {
    List<Object> path = new ArrayList<>();
    String first = tokens.next();
    if (!first.matches("[#A-Za-z_][A-Za-z0-9_]*")) {
      throw tokens.syntaxError();
    }
    path.add(name(first));
    while (true) {
      if (tokens.take(".")) {
        path.add(name(tokens.next()));
      } else if (tokens.take("[")) {
        path.add(Integer.parseInt(tokens.next()));
        tokens.expect("]");
      } else {
        return path;
      }
    }
  }

  /** The value at a path; null where there is none. */
  static Object at(Map<String, Object> item, List<Object> path) {
    Object value = item.get(path.getFirst());
    for (Object step : path.subList(1, path.size())) {
      value = value == null ? null : child(value, step);
    }
    return value;
  }

  private static Object child(Object value, Object step) {
    Object content = Attributes.content(value);
    if (step instanceof Integer index) {
      return content instanceof List<?> list && index < list.size() ? list.get(index) : null;
    }
    return content instanceof Map<?, ?> map ? map.get(step) : null;
  }

  /**
   * Sets the value at a path, or removes it where the value is null; what lies above must stand.
   */
  static void put(Map<String, Object> item, List<Object> path, Object value) {
    Object parent = path.size() == 1 ? item : container(item, path);
    Object last = path.getLast();
    if (last instanceof Integer index && parent instanceof List<?> list) {
      putAt(list, index, value);
    } else if (last instanceof String name && parent instanceof Map<?, ?> map) {
      put(map, name, value);
    } else {
      throw invalidPath();
    }
  }

  private static Object container(Map<String, Object> item, List<Object> path) {
    Object above = at(item, path.subList(0, path.size() - 1));
    if (above == null) {
      throw invalidPath();
    }
    return Attributes.content(above);
  }

  private static AwsException invalidPath() {
    return new AwsException(
        "ValidationException",
        "The document path provided in the update expression is invalid for update");
  }

  @SuppressWarnings(
      "unchecked") // items are copies made of JSON, lists and maps that may be changed
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
  private static void put(Map<?, ?> map, String name, Object value) {
    if (value == null) {
      map.remove(name);
    } else {
      ((Map<String, Object>) map).put(name, value);
    }
  }

  /** A copy that may be changed at any depth. */
  static Map<String, Object> copy(Map<String, Object> item) {
    return new LinkedHashMap<>(Json.parseObject(Json.write(item)));
  }
}
