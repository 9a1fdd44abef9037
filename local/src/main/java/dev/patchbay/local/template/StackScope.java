package dev.patchbay.local.template;

import dev.patchbay.core.json.Nearest;
import dev.patchbay.local.aws.Arns;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** What names mean in one stack; a resource is made when it is first asked for. For one thread. */
final class StackScope implements Intrinsics.Scope {
  private final TemplateFile file;
  private final Map<String, Object> parameters = new HashMap<>();
  private final Function<String, Physical> maker;
  private final Map<String, Physical> made = new LinkedHashMap<>();
  private final Set<String> underWay = new LinkedHashSet<>();

  StackScope(
      TemplateFile file,
      String stack,
      Map<String, String> given,
      Function<String, Physical> maker) {
    this.file = file;
    this.maker = maker;
    parameters.put("AWS::Region", Arns.REGION);
    parameters.put("AWS::AccountId", Arns.ACCOUNT);
    parameters.put("AWS::StackName", stack);
    parameters.put("AWS::StackId", Arns.of("cloudformation", "stack/" + stack + "/local"));
    parameters.put("AWS::Partition", "aws");
    // An address of the laptop's own, which a destination that is asked to call back refuses.
    parameters.put("AWS::URLSuffix", "localhost");
    parameters.put("AWS::NotificationARNs", List.of());
    parameters.put("AWS::NoValue", Intrinsics.NO_VALUE);
    file.section("Parameters").forEach((name, declared) -> take(name, declared, given));
    for (String name : given.keySet()) {
      known("Parameters", name, "parameter");
    }
  }

  private void take(String name, Object declared, Map<String, String> given) {
    String place = file.place("Parameters", name);
    Map<String, Object> properties = Values.map(declared, () -> place);
    Object value = given.containsKey(name) ? given.get(name) : properties.get("Default");
    if (value == null) {
      throw new TemplateException(place + ": the parameter has no value and no default");
    }
    List<?> allowed = Values.list(properties.getOrDefault("AllowedValues", List.of()), () -> place);
    String text = Values.text(value, () -> place);
    if (!allowed.isEmpty() && allowed.stream().map(String::valueOf).noneMatch(text::equals)) {
      throw new TemplateException(place + ": '" + text + "' is none of " + allowed);
    }
    boolean list = String.valueOf(properties.get("Type")).matches("CommaDelimitedList|List<.*");
    List<String> items = list ? List.of(text.split("\\s*,\\s*")) : List.of(text);
    items.forEach(item -> check(item, properties, place));
    parameters.put(name, list ? items : text);
  }

  /** What CloudFormation checks of a parameter, or of each item of one that is a list. */
  private static void check(String item, Map<String, Object> properties, String place) {
    String pattern = String.valueOf(properties.getOrDefault("AllowedPattern", "(?s).*"));
    boolean small =
        properties.get("MinValue") instanceof Number least
            && item.matches("-?\\d{1,18}")
            && Long.parseLong(item) < least.longValue();
    if (small || !item.matches(pattern)) {
      Object must =
          properties.getOrDefault(
              "ConstraintDescription", small ? "is too small" : "must match " + pattern);
      throw new TemplateException(place + ": '" + item + "' " + must);
    }
    if ("Number".equals(properties.get("Type")) && !item.matches("-?\\d+([.]\\d+)?")) {
      throw new TemplateException(place + ": '" + item + "' must be a number");
    }
  }

  /** What the template's own parameters are here. */
  Map<String, String> parameters() {
    Map<String, String> own = new LinkedHashMap<>();
    for (String name : file.section("Parameters").keySet()) {
      Object value = parameters.get(name);
      own.put(
          name,
          value instanceof List<?> list
              ? String.join(",", list.stream().map(String::valueOf).toList())
              : String.valueOf(value));
    }
    return own;
  }

  /** SAM's {@code FUNCTION.Alias} and {@code FUNCTION.Version} are the function itself here. */
  @Override
  public Object ref(String name) {
    return parameters.containsKey(name)
        ? parameters.get(name)
        : physical(name.replaceFirst("\\.(Alias|Version)$", "")).ref();
  }

  @Override
  public Object attribute(String resource, String attribute) {
    Map<String, String> attributes = physical(resource).attributes();
    if (!attributes.containsKey(attribute)) {
      throw new TemplateException(
          file.place("Resources", resource)
              + " has no attribute '"
              + attribute
              + "'"
              + Nearest.suggestion(attribute, attributes.keySet()));
    }
    return attributes.get(attribute);
  }

  @Override
  public boolean condition(String name) {
    known("Conditions", name, "condition");
    String key = "condition " + name;
    enter(key);
    try {
      return new Intrinsics(this, () -> file.place("Conditions", name))
          .test(file.section("Conditions").get(name));
    } finally {
      underWay.remove(key);
    }
  }

  @Override
  public Object mapping(String map, String first, String second) {
    known("Mappings", map, "mapping");
    String place = file.place("Mappings", map);
    Object row = Values.map(file.section("Mappings").get(map), () -> place).get(first);
    Object value = row == null ? null : Values.map(row, () -> place).get(second);
    if (value == null) {
      throw new TemplateException(place + " has no " + first + "." + second);
    }
    return value;
  }

  /** The resource, made now if it does not stand yet. */
  Physical physical(String name) {
    if (!made.containsKey(name)) {
      known("Resources", name, "resource or parameter");
      enter(name);
      made.put(name, maker.apply(name));
      underWay.remove(name);
    }
    return made.get(name);
  }

  private void enter(String name) {
    if (!underWay.add(name)) {
      throw new TemplateException(
          file.path() + ": a circle: " + String.join(" → ", underWay) + " → " + name);
    }
  }

  private void known(String section, String name, String kind) {
    Set<String> names = file.section(section).keySet();
    if (!names.contains(name)) {
      throw new TemplateException(
          file.path() + ": no " + kind + " '" + name + "'" + Nearest.suggestion(name, names));
    }
  }
}
