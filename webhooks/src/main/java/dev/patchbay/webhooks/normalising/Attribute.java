package dev.patchbay.webhooks.normalising;

import dev.patchbay.core.expression.Expression;
import dev.patchbay.core.expression.ExpressionException;
import dev.patchbay.webhooks.request.RawRequest;
import java.util.Map;
import java.util.regex.Pattern;

/** How one attribute of an event is read: a header, a plain path, or JSONata. Thread-safe. */
final class Attribute {
  private static final Pattern PATH =
      Pattern.compile("[A-Za-z_][A-Za-z0-9_]*(\\.[A-Za-z_][A-Za-z0-9_]*)*");
  private static final Pattern WORD = Pattern.compile("true|false|null|and|or|in|function");

  private final String header;
  private final String query;
  private final String[] path;
  private final Expression expression;

  private Attribute(String header, String query, String[] path, Expression expression) {
    this.header = header;
    this.query = query;
    this.path = path;
    this.expression = expression;
  }

  static Attribute of(String text) {
    if (text == null) {
      return null;
    }
    if (text.startsWith("header:")) {
      return new Attribute(text.substring(7), null, null, null);
    }
    if (text.startsWith("query:")) {
      return new Attribute(null, text.substring(6), null, null);
    }
    Expression expression = Expression.compile(text);
    boolean plain = PATH.matcher(text).matches() && !WORD.matcher(text).find();
    return new Attribute(null, null, plain ? text.split("\\.") : null, expression);
  }

  Object read(Object item, RawRequest request, Map<String, Object> variables) {
    if (header != null) {
      return request.header(header);
    }
    if (query != null) {
      return request.query().get(query);
    }
    if (path != null) {
      Object at = item;
      int step = 0;
      while (step < path.length && at instanceof Map<?, ?> object) {
        at = object.get(path[step++]);
      }
      if (step == path.length || at == null) {
        return at;
      }
    }
    try {
      return expression.evaluate(item, variables);
    } catch (ExpressionException _) {
      return null;
    }
  }
}
