package dev.patchbay.core.expression;

import dev.patchbay.core.catalog.ConnectorEntry.Schema;
import java.util.LinkedHashMap;
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
    Map<String, Object> rendered = new LinkedHashMap<>();
    schema
        .properties()
        .forEach(
            (name, property) -> {
              Object written =
                  delivery.containsKey(name) ? delivery.get(name) : property.get("default");
              put(rendered, name, written, event, escape(property));
              if ("string".equals(property.get("type"))) {
                rendered.computeIfPresent(
                    name, (_, value) -> text(value, written, event, escape(property)));
              }
            });
    delivery.forEach(
        (name, written) -> {
          if (!COMMON.contains(name) && !schema.properties().containsKey(name)) {
            put(rendered, name, written, event, Escape.NONE);
          }
        });
    return rendered;
  }

  private static void put(
      Map<String, Object> rendered, String name, Object written, Object event, Escape escape) {
    Object value = JsonTemplate.compile(written).render(event, escape);
    if (value != null) {
      rendered.put(name, value);
    }
  }

  /**
   * A template of one expression gives a number where the payload has one; a text was asked for.
   */
  private static String text(Object value, Object written, Object event, Escape escape) {
    if (value instanceof String text) {
      return text;
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
