package dev.patchbay.core.expression;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A text with JSONata in it: {@code *{{ title }}* by {{ actor }}}. Thread-safe; compile once,
 * render often.
 *
 * <p>An expression ends at the first <code>}}</code> that is outside of its string literals and
 * closes no brace of its own, so object constructors may be written in it.
 */
public final class Template {
  private sealed interface Part {}

  private record Literal(String text) implements Part {}

  private record Insertion(Expression expression) implements Part {}

  private final List<Part> parts;

  private Template(List<Part> parts) {
    this.parts = parts;
  }

  /** Whether a text holds an expression at all. */
  public static boolean isTemplate(String text) {
    return text.contains("{{");
  }

  /**
   * Compiles a text.
   *
   * @throws ExpressionException when an expression does not end, is empty or is not JSONata
   */
  public static Template compile(String text) {
    List<Part> parts = new ArrayList<>();
    int from = 0;
    for (int open = text.indexOf("{{"); open >= 0; open = text.indexOf("{{", from)) {
      int close = end(text, open + 2);
      String source = text.substring(open + 2, close).strip();
      if (source.isEmpty()) {
        throw new ExpressionException(text, "{{ }} holds nothing", null);
      }
      parts.add(new Literal(text.substring(from, open)));
      parts.add(new Insertion(Expression.compile(source)));
      from = close + 2;
    }
    parts.add(new Literal(text.substring(from)));
    return new Template(parts);
  }

  private static int end(String text, int from) {
    int depth = 0;
    char quote = 0;
    for (int i = from; i < text.length(); i++) {
      char c = text.charAt(i);
      if (quote != 0) {
        if (c == '\\') {
          i++;
        } else if (c == quote) {
          quote = 0;
        }
      } else if (c == '"' || c == '\'' || c == '`') {
        quote = c;
      } else if (c == '{') {
        depth++;
      } else if (c == '}' && depth > 0) {
        depth--;
      } else if (c == '}' && text.startsWith("}}", i)) {
        return i;
      }
    }
    throw new ExpressionException(text.substring(from - 2), "has no closing }}", null);
  }

  /**
   * The text over the input, each inserted value escaped.
   *
   * @throws ExpressionException when an expression fails on this input
   */
  public String render(Object input, Escape escape) {
    StringBuilder text = new StringBuilder();
    for (Part part : parts) {
      switch (part) {
        case Literal literal -> text.append(literal.text());
        case Insertion insertion -> text.append(escape.apply(insertion.expression().text(input)));
      }
    }
    return beginsInserted() ? escape.begun(text.toString()) : text.toString();
  }

  private boolean beginsInserted() {
    return parts.size() > 1
        && parts.getFirst() instanceof Literal first
        && !first.text().contains("/");
  }

  /**
   * The value over the input: that of the expression, with its JSON type and every text in it
   * escaped, where the template is nothing but one expression; else the rendered text.
   */
  public Object value(Object input, Escape escape) {
    boolean single = parts.size() == 3 && isEmpty(parts.get(0)) && isEmpty(parts.get(2));
    if (single && parts.get(1) instanceof Insertion insertion) {
      Object value = escaped(insertion.expression().evaluate(input), escape);
      return value instanceof String text ? escape.begun(text) : value;
    }
    return render(input, escape);
  }

  private static boolean isEmpty(Part part) {
    return part instanceof Literal literal && literal.text().isEmpty();
  }

  private static Object escaped(Object value, Escape escape) {
    return switch (value) {
      case String text -> escape.apply(text);
      case Map<?, ?> object -> {
        Map<String, Object> members = new LinkedHashMap<>();
        object.forEach((key, item) -> members.put(key.toString(), escaped(item, escape)));
        yield members;
      }
      case List<?> array -> {
        List<Object> elements = new ArrayList<>();
        array.forEach(item -> elements.add(escaped(item, escape)));
        yield elements;
      }
      case null, default -> value;
    };
  }
}
