package dev.patchbay.local.aws.dynamodb;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * A condition or filter expression
 * (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.OperatorsAndFunctions.html).
 */
final class Condition {
  /** Passes every item. */
  static final Condition NONE = new Condition();

  private static final Set<String> TYPES =
      Set.of("S", "N", "B", "BOOL", "NULL", "SS", "NS", "BS", "L", "M");

  private interface Operand extends Function<Map<String, Object>, Object> {}

  private interface Test extends Predicate<Map<String, Object>> {}

  private interface Relation {
    boolean holds(Object one, Object other);
  }

  private final Tokens tokens;
  private final Names names;
  private final Set<Object> attributes = new LinkedHashSet<>();
  private final Test test;

  private Condition() {
    tokens = null;
    names = null;
    test = _ -> true;
  }

  /** Reads an expression, to its end. */
  Condition(Tokens tokens, Names names) {
    this.tokens = tokens;
    this.names = names;
    this.test = or();
    tokens.expectEnd();
  }

  /** Whether an item passes; an empty map stands for none. */
  boolean holds(Map<String, Object> item) {
    return test.test(item);
  }

  /** The attributes that the expression looks at. */
  Set<Object> attributes() {
    return attributes;
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

  private List<Object> path() {
    List<Object> path = names.path(tokens);
    attributes.add(path.getFirst());
    return path;
  }

  private Test function() {
    String name = tokens.next();
    tokens.expect("(");
    Test test =
        switch (name) {
          case "attribute_exists" -> exists(true);
          case "attribute_not_exists" -> exists(false);
          case "attribute_type" -> hasType();
          case "begins_with" -> pair(Attributes::beginsWith);
          case "contains" -> pair(Attributes::contains);
          default -> throw tokens.invalid("Invalid function name; function: " + name);
        };
    tokens.expect(")");
    return test;
  }

  private Test exists(boolean wanted) {
    List<Object> path = path();
    return item -> Documents.at(item, path) != null == wanted;
  }

  private Test hasType() {
    List<Object> path = path();
    tokens.expect(",");
    Object type = Attributes.content(names.value(tokens), "S");
    if (type == null || !TYPES.contains(type)) {
      throw tokens.invalid("Invalid attribute type name found; type: " + type);
    }
    return item -> Attributes.content(Documents.at(item, path), type.toString()) != null;
  }

  private Test pair(Relation relation) {
    Operand one = operand();
    tokens.expect(",");
    Operand other = operand();
    return item -> relation.holds(one.apply(item), other.apply(item));
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
      Object value = names.value(tokens);
      return _ -> value;
    }
    if ("size".equals(tokens.peek()) && tokens.follows("(")) {
      return size();
    }
    List<Object> path = path();
    return item -> Documents.at(item, path);
  }

  private Operand size() {
    tokens.next();
    tokens.expect("(");
    List<Object> path = path();
    tokens.expect(")");
    return item -> {
      Object value = Documents.at(item, path);
      Integer size = value == null ? null : Attributes.size(value);
      return size == null ? null : Map.of("N", size.toString());
    };
  }
}
