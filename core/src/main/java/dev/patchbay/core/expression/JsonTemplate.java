package dev.patchbay.core.expression;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A JSON value with templates in its strings. Thread-safe; compile once, render often.
 *
 * <p>A string that is nothing but one expression takes the JSON type of its value; a member or
 * element whose value is nothing is left out.
 */
public final class JsonTemplate {
  private sealed interface Node {}

  private record Constant(Object value) implements Node {}

  private record Text(Template template) implements Node {}

  private record Members(Map<String, Node> nodes) implements Node {}

  private record Elements(List<Node> nodes) implements Node {}

  private final Node root;

  private JsonTemplate(Node root) {
    this.root = root;
  }

  /**
   * Compiles a value of maps, lists and scalars.
   *
   * @throws ExpressionException when one of its templates is broken
   */
  public static JsonTemplate compile(Object value) {
    return new JsonTemplate(node(value));
  }

  private static Node node(Object value) {
    return switch (value) {
      case String text when Template.isTemplate(text) -> new Text(Template.compile(text));
      case Map<?, ?> map -> {
        Map<String, Node> nodes = new LinkedHashMap<>();
        map.forEach((key, item) -> nodes.put(key.toString(), node(item)));
        yield new Members(nodes);
      }
      case List<?> list -> new Elements(list.stream().map(JsonTemplate::node).toList());
      case null, default -> new Constant(value);
    };
  }

  /**
   * The value over the input; null where nothing is left of it.
   *
   * @param escape for what the expressions insert
   * @throws ExpressionException when an expression fails on this input
   */
  public Object render(Object input, Escape escape) {
    return render(root, input, escape);
  }

  private static Object render(Node node, Object input, Escape escape) {
    return switch (node) {
      case Constant constant -> constant.value();
      case Text text -> text.template().value(input, escape);
      case Members members -> {
        Map<String, Object> object = new LinkedHashMap<>();
        members
            .nodes()
            .forEach(
                (key, item) -> {
                  Object value = render(item, input, escape);
                  if (value != null) {
                    object.put(key, value);
                  }
                });
        yield object;
      }
      case Elements elements -> {
        List<Object> array = new ArrayList<>();
        for (Node item : elements.nodes()) {
          Object value = render(item, input, escape);
          if (value != null) {
            array.add(value);
          }
        }
        yield array;
      }
    };
  }
}
