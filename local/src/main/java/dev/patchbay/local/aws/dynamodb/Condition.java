package dev.patchbay.local.aws.dynamodb;

import dev.patchbay.local.aws.AwsException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * A condition or filter expression
 * (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.OperatorsAndFunctions.html).
 */
final class Condition {
  private interface Operand extends Function<Map<String, Object>, Object> {}

  private interface Test extends Predicate<Map<String, Object>> {}

  private final Tokens tokens;
  private final Names names;

  private Condition(String expression, Names names) {
    this.tokens = new Tokens(expression);
    this.names = names;
  }

  /** A test of items; one that all pass for a null expression. */
  static Predicate<Map<String, Object>> of(Object expression, Names names) {
    if (expression == null) {
      return _ -> true;
    }
    Condition condition = new Condition(expression.toString(), names);
    Test test = condition.or();
    if (!condition.tokens.isAtEnd()) {
      throw condition.tokens.syntaxError();
    }
    return test;
  }

  private Test or() {
    Test left = and();
    while (tokens.take("OR")) {
      Test before = left;
      Test right = and();
      left = item -> before.test(item) || right.test(item);
    }
    return left;
  }

  private Test and() {
    Test left = not();
    while (tokens.take("AND")) {
      Test before = left;
      Test right = not();
      left = item -> before.test(item) && right.test(item);
    }
    return left;
  }

  private Test not() {
    if (tokens.take("NOT")) {
      Test negated = not();
      return item -> !negated.test(item);
    }
    if (tokens.take("(")) {
      Test inner = or();
      tokens.expect(")");
      return inner;
    }
    return tokens.follows("(") && !"size".equals(tokens.peek()) ? function() : comparison();
  }

  private Test function() {
    String name = tokens.next();
    tokens.expect("(");
    Test test =
        switch (name) {
          case "attribute_exists" -> {
            List<Object> path = names.path(tokens);
            yield item -> Names.at(item, path) != null;
          }
          case "attribute_not_exists" -> {
            List<Object> path = names.path(tokens);
            yield item -> Names.at(item, path) == null;
          }
          case "attribute_type" ->
              pair(
                  (value, type) ->
                      value != null && Attributes.type(value).equals(Attributes.content(type)));
          case "begins_with" -> pair(Condition::beginsWith);
          case "contains" -> pair(Attributes::contains);
          default ->
              throw new AwsException(
                  "ValidationException",
                  "Invalid expression: Invalid function name; function: " + name);
        };
    tokens.expect(")");
    return test;
  }

  private interface Relation {
    boolean holds(Object one, Object other);
  }

  private Test pair(Relation relation) {
    Operand one = operand();
    tokens.expect(",");
    Operand other = operand();
    return item -> relation.holds(one.apply(item), other.apply(item));
  }

  private static boolean beginsWith(Object value, Object start) {
    return value != null
        && Attributes.type(value).equals(Attributes.type(start))
        && Attributes.content(value).toString().startsWith(Attributes.content(start).toString());
  }

  private Test comparison() {
    Operand left = operand();
    String operator = tokens.next().toUpperCase(Locale.ROOT);
    return switch (operator) {
      case "=" -> related(left, Attributes::equal);
      case "<>" -> related(left, (one, other) -> !Attributes.equal(one, other));
      case "<" -> ordered(left, order -> order < 0);
      case "<=" -> ordered(left, order -> order <= 0);
      case ">" -> ordered(left, order -> order > 0);
      case ">=" -> ordered(left, order -> order >= 0);
      case "BETWEEN" -> between(left);
      case "IN" -> in(left);
      default -> throw tokens.syntaxError();
    };
  }

  private Test related(Operand left, Relation relation) {
    Operand right = operand();
    return item -> relation.holds(left.apply(item), right.apply(item));
  }

  private Test ordered(Operand left, Predicate<Integer> wanted) {
    return related(
        left,
        (one, other) -> {
          Integer order = Attributes.compare(one, other);
          return order != null && wanted.test(order);
        });
  }

  private Test between(Operand value) {
    Operand low = operand();
    tokens.expect("AND");
    Operand high = operand();
    return item -> {
      Integer above = Attributes.compare(value.apply(item), low.apply(item));
      Integer below = Attributes.compare(value.apply(item), high.apply(item));
      return above != null && below != null && above >= 0 && below <= 0;
    };
  }

  private Test in(Operand value) {
    List<Operand> wanted = new ArrayList<>();
    tokens.expect("(");
    do {
      wanted.add(operand());
    } while (tokens.take(","));
    tokens.expect(")");
    return item ->
        wanted.stream().anyMatch(each -> Attributes.equal(value.apply(item), each.apply(item)));
  }

  private Operand operand() {
    if (tokens.peek().startsWith(":")) {
      Object value = names.value(tokens.next());
      return _ -> value;
    }
    if ("size".equals(tokens.peek()) && tokens.follows("(")) {
      tokens.next();
      tokens.expect("(");
      List<Object> path = names.path(tokens);
      tokens.expect(")");
      return item -> {
        Object value = Names.at(item, path);
        return value == null ? null : Map.of("N", Integer.toString(Attributes.size(value)));
      };
    }
    List<Object> path = names.path(tokens);
    return item -> Names.at(item, path);
  }
}
