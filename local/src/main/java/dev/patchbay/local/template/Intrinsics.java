package dev.patchbay.local.template;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * CloudFormation's intrinsic functions over one template. What {@code AWS::NoValue} stands for is
 * left out.
 */
final class Intrinsics {
  /** What names mean in a template. */
  interface Scope {
    Object ref(String name);

    Object attribute(String resource, String attribute);

    boolean condition(String name);

    Object mapping(String map, String first, String second);
  }

  static final Object NO_VALUE = new Object();

  private static final Pattern PLACE = Pattern.compile("\\$\\{(!?)([^}]*)}");

  private final Scope scope;
  private final Supplier<String> place;

  Intrinsics(Scope scope, Supplier<String> place) {
    this.scope = scope;
    this.place = place;
  }

  Object resolve(Object value) {
    return switch (value) {
      case List<?> list -> list(list);
      case Map<?, ?> map -> isFunction(map) ? call(map) : map(map);
      default -> value;
    };
  }

  boolean test(Object condition) {
    Object result = resolve(condition);
    return switch (result) {
      case Boolean holds -> holds;
      case String text when text.equals("true") || text.equals("false") ->
          Boolean.parseBoolean(text);
      default -> throw new TemplateException(place.get() + ": a condition must be true or false");
    };
  }

  private List<Object> list(List<?> list) {
    List<Object> resolved = new ArrayList<>();
    for (Object item : list) {
      Object value = resolve(item);
      if (value != NO_VALUE) {
        resolved.add(value);
      }
    }
    return resolved;
  }

  private Map<String, Object> map(Map<?, ?> map) {
    Map<String, Object> resolved = new LinkedHashMap<>();
    map.forEach(
        (key, item) -> {
          Object value = resolve(item);
          if (value != NO_VALUE) {
            resolved.put((String) key, value);
          }
        });
    return resolved;
  }

  /**
   * A map of one key that is a function's name. {@code Condition} is one only with a name behind
   * it.
   */
  private static boolean isFunction(Map<?, ?> map) {
    if (map.size() != 1) {
      return false;
    }
    Map.Entry<?, ?> only = map.entrySet().iterator().next();
    String key = (String) only.getKey();
    return key.equals("Ref")
        || key.startsWith("Fn::")
        || (key.equals("Condition") && only.getValue() instanceof String);
  }

  private Object call(Map<?, ?> map) {
    Map.Entry<?, ?> only = map.entrySet().iterator().next();
    String name = (String) only.getKey();
    Object argument = only.getValue();
    return switch (name) {
      case "Ref" -> scope.ref(text(name, argument));
      case "Condition" -> scope.condition(text(name, argument));
      case "Fn::GetAtt" -> attribute(argument);
      case "Fn::Sub" -> sub(argument);
      case "Fn::Join" -> join(arguments(name, argument, 2));
      case "Fn::Select" -> select(arguments(name, argument, 2));
      case "Fn::Split" -> split(arguments(name, argument, 2));
      case "Fn::Base64" -> base64(text(name, resolve(argument)));
      case "Fn::FindInMap" -> find(arguments(name, argument, 3));
      case "Fn::If" -> choose(arguments(name, argument, 3));
      case "Fn::Equals" -> equal(arguments(name, argument, 2));
      case "Fn::Not" -> !test(arguments(name, argument, 1).getFirst());
      case "Fn::And" -> some(name, argument).stream().allMatch(this::test);
      case "Fn::Or" -> some(name, argument).stream().anyMatch(this::test);
      default -> throw new TemplateException(place.get() + ": the laptop does not know " + name);
    };
  }

  private Object attribute(Object argument) {
    if (argument instanceof String dotted && dotted.contains(".")) {
      int dot = dotted.indexOf('.');
      return scope.attribute(dotted.substring(0, dot), dotted.substring(dot + 1));
    }
    List<?> parts = arguments("Fn::GetAtt", argument, 2);
    return scope.attribute(
        text("Fn::GetAtt", parts.get(0)), text("Fn::GetAtt", resolve(parts.get(1))));
  }

  private String sub(Object argument) {
    List<?> parts = argument instanceof List<?> list ? list : List.of(argument, Map.of());
    if (parts.size() != 2) {
      throw wrong("Fn::Sub", "a text and a map");
    }
    Map<String, Object> own = Values.map(parts.get(1), () -> place.get() + ": the map of Fn::Sub");
    Matcher matcher = PLACE.matcher(text("Fn::Sub", parts.getFirst()));
    return matcher.replaceAll(found -> Matcher.quoteReplacement(inserted(matcher, own)));
  }

  private String inserted(Matcher found, Map<String, Object> own) {
    String name = found.group(2).strip();
    if (!found.group(1).isEmpty()) {
      return "${" + found.group(2) + "}";
    }
    if (own.containsKey(name)) {
      return text("Fn::Sub", resolve(own.get(name)));
    }
    return text("Fn::Sub", name.contains(".") ? attribute(name) : scope.ref(name));
  }

  private String join(List<?> parts) {
    List<String> texts =
        some("Fn::Join", resolve(parts.get(1))).stream()
            .map(part -> text("Fn::Join", part))
            .toList();
    return String.join(text("Fn::Join", parts.get(0)), texts);
  }

  private Object select(List<?> parts) {
    String index = text("Fn::Select", resolve(parts.get(0)));
    List<?> from = some("Fn::Select", resolve(parts.get(1)));
    if (!index.matches("[0-9]{1,6}") || Integer.parseInt(index) >= from.size()) {
      throw wrong("Fn::Select", "an index below " + from.size() + ", not " + index);
    }
    return from.get(Integer.parseInt(index));
  }

  private List<String> split(List<?> parts) {
    String separator = text("Fn::Split", parts.get(0));
    return List.of(text("Fn::Split", resolve(parts.get(1))).split(Pattern.quote(separator), -1));
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private Object find(List<?> parts) {
    List<String> keys = parts.stream().map(key -> text("Fn::FindInMap", resolve(key))).toList();
    return resolve(scope.mapping(keys.get(0), keys.get(1), keys.get(2)));
  }

  private Object choose(List<?> parts) {
    boolean holds = scope.condition(text("Fn::If", parts.get(0)));
    return resolve(parts.get(holds ? 1 : 2));
  }

  private boolean equal(List<?> parts) {
    return String.valueOf(resolve(parts.get(0))).equals(String.valueOf(resolve(parts.get(1))));
  }

  private List<?> some(String function, Object argument) {
    return Values.list(argument, () -> place.get() + ": the argument of " + function);
  }

  private List<?> arguments(String function, Object argument, int count) {
    List<?> parts = some(function, argument);
    if (parts.size() != count) {
      throw wrong(function, count + " arguments, not " + parts.size());
    }
    return parts;
  }

  private String text(String function, Object value) {
    if (value == NO_VALUE) {
      throw wrong(function, "text, not AWS::NoValue");
    }
    return Values.text(value, () -> place.get() + ": what " + function + " takes");
  }

  private TemplateException wrong(String function, String wanted) {
    return new TemplateException(place.get() + ": " + function + " takes " + wanted);
  }
}
