package dev.patchbay.core.expression;

import dev.patchbay.core.catalog.ConnectorEntry.Schema;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * A delivery's parameters as its connector gets them: the catalog's defaults filled in, and every
 * {@code {{ … }}} rendered over the event, escaped as the catalog says for each parameter.
 */
public final class Parameters {
  /** Keys of a delivery that are the kit's and no connector's. */
  public static final Set<String> COMMON = Set.of("connector", "onUnknown", "digest", "quiet");

  private Parameters() {}

  /**
   * Renders a delivery.
   *
   * @throws ExpressionException when an expression fails on this event
   */
  public static Map<String, Object> render(
      Schema schema, Map<String, Object> delivery, Map<String, Object> event) {
    Map<String, Object> written = written(schema, delivery);
    Map<String, Object> rendered = new LinkedHashMap<>();
    written.forEach(
        (name, value) -> {
          Map<String, Object> property = schema.properties().getOrDefault(name, Map.of());
          Escape escape = escape(property);
          put(rendered, name, value, event, escape);
          rendered.computeIfPresent(
              name, (_, made) -> ofType(property, made, value, event, escape));
          if (property.get("cut") instanceof Number most) {
            rendered.computeIfPresent(
                name,
                (_, made) ->
                    made instanceof String text ? Cut.of(text, most.intValue(), escape) : made);
          }
        });
    return rendered;
  }

  /**
   * Renders a delivery and holds it to its schema.
   *
   * @throws ExpressionException when an expression fails on this event, or comes to what the schema
   *     does not allow
   */
  public static Map<String, Object> checked(
      Schema schema, Map<String, Object> delivery, Map<String, Object> event) {
    Map<String, Object> rendered = render(schema, delivery, event);
    Fit.check(schema, rendered, written(schema, delivery));
    return rendered;
  }

  /** What the route says, and the catalog's defaults where it says nothing. */
  private static Map<String, Object> written(Schema schema, Map<String, Object> delivery) {
    Map<String, Object> written = new LinkedHashMap<>();
    schema
        .properties()
        .forEach(
            (name, property) ->
                written.put(
                    name,
                    delivery.containsKey(name) ? delivery.get(name) : property.get("default")));
    delivery.forEach(
        (name, value) -> {
          if (!COMMON.contains(name)) {
            written.putIfAbsent(name, value);
          }
        });
    return written;
  }

  private static void put(
      Map<String, Object> rendered, String name, Object written, Object event, Escape escape) {
    Object value = JsonTemplate.compile(written).render(event, escape);
    if (value != null) {
      rendered.put(name, value);
    }
  }

  /**
   * A template of one expression gives a number where the payload has one, and JSONata one thing
   * for an array of one; a text or an array was asked for.
   */
  private static Object ofType(
      Map<String, Object> property, Object value, Object written, Object event, Escape escape) {
    Object type = property.get("type");
    if ("array".equals(type) && !(value instanceof List<?>) && Fit.isItem(property, value)) {
      return List.of(value);
    }
    if (!"string".equals(type) || value instanceof String) {
      return value;
    }
    return written instanceof String template
        ? Template.compile(template).render(event, escape)
        : Texts.of(value);
  }

  private static Escape escape(Map<String, Object> property) {
    return property.get("escape") instanceof String name
        ? Escape.valueOf(name.toUpperCase(Locale.ROOT))
        : Escape.NONE;
  }
}
