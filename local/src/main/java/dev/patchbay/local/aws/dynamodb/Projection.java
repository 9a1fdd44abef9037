package dev.patchbay.local.aws.dynamodb;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The attributes of an item that a request asks for. */
final class Projection {
  private Projection() {}

  /**
   * The item, or of it what {@code ProjectionExpression} names; nested paths give their top
   * attribute whole.
   */
  static Map<String, Object> of(Map<String, Object> item, Map<String, Object> request) {
    Object expression = request.get("ProjectionExpression");
    if (expression == null || item == null) {
      return item;
    }
    Names names = Names.of(request);
    Tokens tokens = new Tokens(expression.toString());
    Map<String, Object> projected = new LinkedHashMap<>();
    do {
      List<Object> path = names.path(tokens);
      String top = path.getFirst().toString();
      if (Names.at(item, path) != null) {
        projected.put(top, item.get(top));
      }
    } while (tokens.take(","));
    return projected;
  }
}
