package dev.patchbay.core.json;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Binds JSON objects to records, strictly: a key that no component reads is an error that names the
 * nearest component, so that data and code cannot drift apart. Thread-safe.
 *
 * <p>Components may be strings, numbers, booleans, {@link Duration} (as {@code 30s}, {@code 15m},
 * {@code 24h}, {@code 14d}), enums (their names in lower case, {@code _} as {@code -}), records,
 * lists and maps of these, or {@code Object} for JSON as it is. An absent key is null; a record's
 * own constructor sets defaults and refuses. A key that is a Java keyword or holds a dash binds to
 * the component in camel case with an optional trailing underscore ({@code default} to {@code
 * default_}).
 */
public final class Records {
  private Records() {}

  /**
   * Binds an object.
   *
   * @throws BindingException with the JSON path of what does not fit
   */
  public static <T> T bind(Map<String, Object> object, Class<T> type) {
    return type.cast(bindRecord(object, type, "$"));
  }

  private static Object bindRecord(Map<String, Object> object, Class<?> type, String path) {
    RecordComponent[] components = type.getRecordComponents();
    Map<String, RecordComponent> byKey = new LinkedHashMap<>();
    for (RecordComponent component : components) {
      byKey.put(key(component), component);
    }
    for (String key : object.keySet()) {
      if (!byKey.containsKey(key)) {
        throw new BindingException(
            path + "." + key, "is not known here" + Nearest.suggestion(key, byKey.keySet()));
      }
    }
    Object[] arguments = new Object[components.length];
    for (int i = 0; i < components.length; i++) {
      String key = key(components[i]);
      arguments[i] = convert(object.get(key), components[i].getGenericType(), path + "." + key);
    }
    return construct(type, components, arguments, path);
  }

  private static String key(RecordComponent component) {
    String name = component.getName();
    return name.endsWith("_") ? name.substring(0, name.length() - 1) : name;
  }

  private static Object construct(
      Class<?> type, RecordComponent[] components, Object[] arguments, String path) {
    try {
      Constructor<?> constructor =
          type.getDeclaredConstructor(
              Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
      constructor.setAccessible(true);
      return constructor.newInstance(arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause() instanceof BindingException refused
          ? new BindingException(path + refused.path().substring(1), refused.reason())
          : new BindingException(path, e.getCause().getMessage());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(type + " cannot be made", e);
    }
  }

  private static Object convert(Object value, Type type, String path) {
    if (type instanceof ParameterizedType parameterized) {
      return convertGeneric(value, parameterized, path);
    }
    Class<?> target = (Class<?>) type;
    if (value == null) {
      if (target.isPrimitive()) {
        return zero(target);
      }
      return null;
    }
    if (target == Object.class) {
      return value;
    }
    if (target.isRecord()) {
      if (value instanceof Map<?, ?>) {
        return bindRecord(Json.object(value), target, path);
      }
      throw wrong(value, "an object", path);
    }
    return scalar(value, target, path);
  }

  private static Object convertGeneric(Object value, ParameterizedType type, String path) {
    if (value == null) {
      return type.getRawType() == List.class ? List.of() : Map.of();
    }
    if (type.getRawType() == List.class) {
      if (!(value instanceof List<?> list)) {
        throw wrong(value, "an array", path);
      }
      List<Object> result = new ArrayList<>(list.size());
      for (int i = 0; i < list.size(); i++) {
        result.add(convert(list.get(i), type.getActualTypeArguments()[0], path + "[" + i + "]"));
      }
      return result;
    }
    if (!(value instanceof Map<?, ?> map)) {
      throw wrong(value, "an object", path);
    }
    Map<String, Object> result = new LinkedHashMap<>();
    map.forEach(
        (key, item) ->
            result.put(
                key.toString(), convert(item, type.getActualTypeArguments()[1], path + "." + key)));
    return result;
  }

  private static Object scalar(Object value, Class<?> target, String path) {
    if (target == String.class && value instanceof String) {
      return value;
    }
    if ((target == boolean.class || target == Boolean.class) && value instanceof Boolean) {
      return value;
    }
    if (target == Duration.class && value instanceof String text) {
      return Durations.parse(text, path);
    }
    if (target.isEnum() && value instanceof String text) {
      return constant(target, text, path);
    }
    if (value instanceof Number number) {
      Object converted = number(number, target, path);
      if (converted != null) {
        return converted;
      }
    }
    throw wrong(
        value, target == Duration.class ? "a duration like 30s or 24h" : name(target), path);
  }

  private static Object number(Number number, Class<?> target, String path) {
    try {
      BigDecimal exact = new BigDecimal(number.toString());
      if (target == int.class || target == Integer.class) {
        return exact.intValueExact();
      }
      if (target == long.class || target == Long.class) {
        return exact.longValueExact();
      }
      return target == double.class || target == Double.class ? number.doubleValue() : null;
    } catch (ArithmeticException e) {
      throw wrong(number, "a whole number", path);
    }
  }

  private static Object constant(Class<?> target, String text, String path) {
    List<String> names = new ArrayList<>();
    for (Object constant : target.getEnumConstants()) {
      String name = ((Enum<?>) constant).name().toLowerCase(Locale.ROOT).replace('_', '-');
      if (name.equals(text)) {
        return constant;
      }
      names.add(name);
    }
    throw new BindingException(
        path, "'" + text + "' is none of " + names + Nearest.suggestion(text, names));
  }

  private static Object zero(Class<?> primitive) {
    if (primitive == boolean.class) {
      return false;
    }
    if (primitive == double.class) {
      return 0.0;
    }
    return primitive == long.class ? (Object) 0L : (Object) 0;
  }

  private static String name(Class<?> target) {
    return switch (target.getSimpleName()) {
      case "int", "Integer", "long", "Long" -> "a whole number";
      case "double", "Double" -> "a number";
      case "boolean", "Boolean" -> "true or false";
      default ->
          target.isEnum() ? "a word" : "a " + target.getSimpleName().toLowerCase(Locale.ROOT);
    };
  }

  private static BindingException wrong(Object value, String wanted, String path) {
    return new BindingException(path, wanted + " is wanted, and this is " + Json.kind(value));
  }
}
