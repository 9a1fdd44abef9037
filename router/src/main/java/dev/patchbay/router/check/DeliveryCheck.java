package dev.patchbay.router.check;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.patchbay.core.catalog.CatalogFile;
import dev.patchbay.core.delivery.Timing;
import dev.patchbay.core.expression.ExpressionException;
import dev.patchbay.core.expression.Parameters;
import dev.patchbay.core.expression.Template;
import dev.patchbay.core.json.BindingException;
import dev.patchbay.core.json.Json;
import dev.patchbay.core.json.Nearest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;

/** Holds a delivery to its connector's catalog entry. */
public final class DeliveryCheck {
  private static final Set<String> ON_UNKNOWN = Set.of("resend", "park");

  private static final String ONE_OF = "oneOf";
  private static final String ANY_OF = "anyOf";

  private final SchemaRegistry schemas =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
  private final CatalogFile catalog;
  private final BiConsumer<String, String> problem;

  /**
   * @param problem takes a path in the file and what is wrong there
   */
  public DeliveryCheck(CatalogFile catalog, BiConsumer<String, String> problem) {
    this.catalog = catalog;
    this.problem = problem;
  }

  /** The delivery as it travels, its connector among its parameters; null where it is none. */
  public Map<String, Object> check(Object value, String path) {
    if (!(value instanceof Map<?, ?> map)) {
      problem.accept(path, "a delivery names its connector, such as 'slack: {channel: \"#ops\"}'");
      return null;
    }
    Map<String, Object> written = Json.object(map);
    Set<String> connectors = new TreeSet<>(written.keySet());
    connectors.removeAll(Parameters.COMMON);
    if (connectors.size() != 1) {
      problem.accept(path, "a delivery names exactly one connector; this one names " + connectors);
      return null;
    }
    String connector = connectors.iterator().next();
    if (!catalog.connectors().containsKey(connector)) {
      problem.accept(
          path + "." + connector,
          "the catalog has no connector '"
              + connector
              + "'"
              + Nearest.suggestion(connector, catalog.connectors().keySet()));
      return null;
    }
    return delivery(connector, written, path);
  }

  private Map<String, Object> delivery(String connector, Map<String, Object> written, String path) {
    Object given = written.get(connector) == null ? Map.of() : written.get(connector);
    if (!(given instanceof Map<?, ?>)) {
      problem.accept(path + "." + connector, "its parameters must stand in {…} or below it");
      return null;
    }
    Map<String, Object> delivery = new LinkedHashMap<>();
    delivery.put("connector", connector);
    if (written.containsKey("onUnknown")) {
      onUnknown(written.get("onUnknown"), path + ".onUnknown");
      delivery.put("onUnknown", written.get("onUnknown"));
    }
    timing(connector, written, delivery, path);
    parameters(connector, Json.object(given), path + "." + connector);
    delivery.putAll(Json.object(given));
    return delivery;
  }

  private void onUnknown(Object value, String path) {
    if (!ON_UNKNOWN.contains(value)) {
      problem.accept(path, "must be resend or park");
    }
  }

  private void timing(
      String connector, Map<String, Object> written, Map<String, Object> delivery, String path) {
    for (String key : Timing.KEYS) {
      if (written.containsKey(key)) {
        delivery.put(key, written.get(key));
      }
    }
    try {
      Timing.of(written);
    } catch (BindingException e) {
      problem.accept(path + e.path().replaceFirst("^[$]", ""), e.reason());
    }
    if (written.containsKey("digest") && !properties(connector).containsKey("text")) {
      problem.accept(
          path + ".digest", "a digest is a text, and " + connector + " takes no parameter 'text'");
    }
  }

  private Map<String, Object> properties(String connector) {
    Map<String, Object> entry = Json.object(catalog.connectors().get(connector));
    Map<String, Object> schema = Json.object(entry.get("parameters"));
    return Json.object(schema.getOrDefault("properties", Map.of()));
  }

  private void parameters(String connector, Map<String, Object> parameters, String path) {
    Map<String, Object> entry = Json.object(catalog.connectors().get(connector));
    Map<String, Object> schema = Json.object(entry.get("parameters"));
    Map<String, Object> properties = Json.object(schema.getOrDefault("properties", Map.of()));
    for (String name : parameters.keySet()) {
      if (!properties.containsKey(name)) {
        problem.accept(
            path + "." + name,
            connector + " takes no '" + name + "'" + Nearest.suggestion(name, properties.keySet()));
      }
      templates(parameters.get(name), path + "." + name);
      written(connector, name, parameters.get(name), path + "." + name);
    }
    alternatives(schema, parameters, path);
    String text = Json.write(Json.object(withoutTemplates(schema, parameters)));
    for (Error error :
        schemas.getSchema(Json.write(schema), InputFormat.JSON).validate(text, InputFormat.JSON)) {
      report(error, parameters, properties, path);
    }
  }

  /** Parameters of which a delivery takes one and no other, or one at least. */
  private void alternatives(
      Map<String, Object> schema, Map<String, Object> parameters, String path) {
    List<String> one = alternatives(schema.get(ONE_OF));
    if (!one.isEmpty() && one.stream().filter(parameters::containsKey).count() != 1) {
      problem.accept(path, "takes exactly one of " + one);
    }
    List<String> any = alternatives(schema.get(ANY_OF));
    if (!any.isEmpty() && any.stream().noneMatch(parameters::containsKey)) {
      problem.accept(path, "needs at least one of " + any);
    }
  }

  private static List<String> alternatives(Object schemas) {
    List<String> names = new ArrayList<>();
    if (schemas instanceof List<?> alternatives) {
      for (Object each : alternatives) {
        if (Json.object(each).get("required") instanceof List<?> required) {
          required.forEach(name -> names.add(name.toString()));
        }
      }
    }
    return names;
  }

  /** What the connector's role is allowed must be known when the routes are compiled. */
  private void written(String connector, String name, Object value, String path) {
    boolean isNamed =
        catalog.connector(connector).orElseThrow().permissions().stream()
            .anyMatch(it -> it.except() == null && it.parameter().equals(name));
    if (isNamed && holdsTemplate(value)) {
      problem.accept(
          path,
          "must be written out: the connector's role is allowed what the routes name, and an"
              + " expression names nothing; make a route for each");
    }
  }

  /** A value that an expression makes is known at run time only: the schema does not see it. */
  private static Map<String, Object> withoutTemplates(
      Map<String, Object> schema, Map<String, Object> parameters) {
    Map<String, Object> fixed = new LinkedHashMap<>(parameters);
    Map<String, Object> properties = Json.object(schema.getOrDefault("properties", Map.of()));
    fixed.replaceAll((name, value) -> withoutTemplates(properties.get(name), value));
    return fixed;
  }

  private static Object withoutTemplates(Object property, Object value) {
    if (!holdsTemplate(value)) {
      return value;
    }
    if (value instanceof List<?> list
        && property instanceof Map<?, ?> schema
        && schema.get("items") instanceof Map<?, ?> items) {
      return list.stream()
          .filter(item -> !(item instanceof String && holdsTemplate(item)) || hasExamples(items))
          .map(item -> withoutTemplates(items, item))
          .toList();
    }
    boolean known =
        value instanceof Map<?, ?>
            && property instanceof Map<?, ?> schema
            && schema.get("properties") instanceof Map<?, ?>;
    return known
        ? withoutTemplates(Json.object(property), Json.object(value))
        : example(property, value);
  }

  /**
   * What stands in for a templated value: an example of the catalog, which its own check holds to
   * the schema.
   */
  private static Object example(Object property, Object otherwise) {
    return property instanceof Map<?, ?> map && hasExamples(map)
        ? ((List<?>) map.get("examples")).getFirst()
        : otherwise;
  }

  private static boolean hasExamples(Map<?, ?> property) {
    return property.get("examples") instanceof List<?> examples && !examples.isEmpty();
  }

  private static boolean holdsTemplate(Object value) {
    return switch (value) {
      case String text -> Template.isTemplate(text);
      case Map<?, ?> map -> map.values().stream().anyMatch(DeliveryCheck::holdsTemplate);
      case List<?> list -> list.stream().anyMatch(DeliveryCheck::holdsTemplate);
      case null, default -> false;
    };
  }

  private void templates(Object value, String path) {
    switch (value) {
      case String text when Template.isTemplate(text) -> {
        try {
          Template.compile(text);
        } catch (ExpressionException e) {
          problem.accept(path, e.getMessage());
        }
      }
      case Map<?, ?> map -> map.forEach((key, item) -> templates(item, path + "." + key));
      case List<?> list -> {
        for (int i = 0; i < list.size(); i++) {
          templates(list.get(i), path + "[" + i + "]");
        }
      }
      case null, default -> {}
    }
  }

  /** A JSON pointer as the rest of a problem's path. */
  private static String place(String pointer) {
    return pointer.replaceAll("/(\\d+)(?=/|$)", "[$1]").replaceFirst("^/", "").replace('/', '.');
  }

  private void report(
      Error error, Map<String, Object> parameters, Map<String, Object> properties, String path) {
    String place = place(error.getInstanceLocation().toString());
    String rule = error.getEvaluationPath().toString();
    boolean isAlternative = rule.contains(ANY_OF) && "required".equals(error.getKeyword());
    if (rule.contains(ONE_OF) || isAlternative) {
      return; // told above, in one sentence
    }
    if ("additionalProperties".equals(error.getKeyword()) && place.isEmpty()) {
      return; // named above, with a suggestion
    }
    if ("required".equals(error.getKeyword())) {
      String missing = error.getProperty() == null ? "" : error.getProperty();
      problem.accept(
          place.isEmpty() ? path : path + "." + place,
          "needs '" + missing + "'" + (place.isEmpty() ? suchAs(properties.get(missing)) : ""));
      return;
    }
    if ("not".equals(error.getKeyword())
        && Json.parse(String.valueOf(error.getSchemaNode())) instanceof Map<?, ?> schema
        && schema.get("required") instanceof List<?> together) {
      problem.accept(path, "takes only one of " + together);
      return;
    }
    Object value = parameters.get(place);
    problem.accept(
        place.isEmpty() ? path : path + "." + place,
        (value == null ? "" : Json.write(value) + " ")
            + error.getMessage()
            + ("pattern".equals(error.getKeyword()) ? suchAs(properties.get(place)) : ""));
  }

  private static String suchAs(Object property) {
    return property instanceof Map<?, ?> described
            && described.get("examples") instanceof List<?> examples
        ? ", such as " + Json.write(examples.getFirst())
        : "";
  }
}
