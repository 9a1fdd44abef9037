package dev.patchbay.local.aws.dynamodb;

import dev.patchbay.local.aws.AwsException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * An update expression
 * (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.UpdateExpressions.html).
 * What it reads is the item as it was before the update.
 */
final class Update {
  private interface Change {
    void make(Map<String, Object> before, Map<String, Object> after);
  }

  private interface Operand extends Function<Map<String, Object>, Object> {}

  private final Tokens tokens;
  private final Names names;
  private final List<Change> changes = new ArrayList<>();
  private final Set<String> touched = new LinkedHashSet<>();

  private Update(String expression, Names names) {
    this.tokens = new Tokens(expression);
    this.names = names;
    while (!tokens.isAtEnd()) {
      clause();
    }
  }

  static Update of(String expression, Names names) {
    return new Update(expression, names);
  }

  /** The attributes that the update names. */
  Set<String> touched() {
    return touched;
  }

  /** A copy of the item with the update made. */
  Map<String, Object> apply(Map<String, Object> item) {
    Map<String, Object> after = Names.copy(item);
    changes.forEach(change -> change.make(item, after));
    return after;
  }

  private void clause() {
    if (tokens.take("SET")) {
      each(this::set);
    } else if (tokens.take("REMOVE")) {
      each(this::remove);
    } else if (tokens.take("ADD")) {
      each(this::add);
    } else if (tokens.take("DELETE")) {
      each(this::delete);
    } else {
      throw tokens.syntaxError();
    }
  }

  private void each(Runnable action) {
    do {
      action.run();
    } while (tokens.take(","));
  }

  private List<Object> path() {
    List<Object> path = names.path(tokens);
    touched.add(path.getFirst().toString());
    return path;
  }

  private void set() {
    List<Object> path = path();
    tokens.expect("=");
    Operand value = sum();
    changes.add((before, after) -> Names.put(after, path, value.apply(before)));
  }

  private Operand sum() {
    Operand left = operand();
    if (tokens.take("+")) {
      Operand right = operand();
      return item ->
          Attributes.ofNumber(
              Attributes.number(left.apply(item)).add(Attributes.number(right.apply(item))));
    }
    if (tokens.take("-")) {
      Operand right = operand();
      return item ->
          Attributes.ofNumber(
              Attributes.number(left.apply(item)).subtract(Attributes.number(right.apply(item))));
    }
    return left;
  }

  private Operand operand() {
    if (tokens.peek().startsWith(":")) {
      Object value = names.value(tokens.next());
      return _ -> value;
    }
    if (tokens.follows("(")) {
      return function(tokens.next());
    }
    List<Object> path = names.path(tokens);
    return item -> required(Names.at(item, path));
  }

  private static Object required(Object value) {
    if (value == null) {
      throw new AwsException(
          "ValidationException",
          "The provided expression refers to an attribute that does not exist in the item");
    }
    return value;
  }

  private Operand function(String name) {
    tokens.expect("(");
    Operand made;
    if ("if_not_exists".equals(name)) {
      List<Object> path = names.path(tokens);
      tokens.expect(",");
      Operand otherwise = operand();
      made = item -> Names.at(item, path) == null ? otherwise.apply(item) : Names.at(item, path);
    } else if ("list_append".equals(name)) {
      Operand first = operand();
      tokens.expect(",");
      Operand second = operand();
      made = item -> appended(first.apply(item), second.apply(item));
    } else {
      throw new AwsException(
          "ValidationException",
          "Invalid UpdateExpression: Invalid function name; function: " + name);
    }
    tokens.expect(")");
    return made;
  }

  private static Object appended(Object first, Object second) {
    if (!"L".equals(Attributes.type(first)) || !"L".equals(Attributes.type(second))) {
      throw new AwsException(
          "ValidationException",
          "Invalid UpdateExpression: Incorrect operand type for operator or function; operator or"
              + " function: list_append");
    }
    List<Object> all = new ArrayList<>((List<?>) Attributes.content(first));
    all.addAll((List<?>) Attributes.content(second));
    return Map.of("L", all);
  }

  private void remove() {
    List<Object> path = path();
    changes.add((_, after) -> Names.put(after, path, null));
  }

  private void add() {
    List<Object> path = path();
    Object value = names.value(tokens.next());
    changes.add((before, after) -> Names.put(after, path, added(Names.at(before, path), value)));
  }

  private static Object added(Object before, Object value) {
    if (before == null) {
      return value;
    }
    if ("N".equals(Attributes.type(value))) {
      return Attributes.ofNumber(Attributes.number(before).add(Attributes.number(value)));
    }
    Set<Object> union = new LinkedHashSet<>((List<?>) Attributes.content(before));
    union.addAll((List<?>) Attributes.content(value));
    return Map.of(Attributes.type(value), List.copyOf(union));
  }

  private void delete() {
    List<Object> path = path();
    Object value = names.value(tokens.next());
    changes.add(
        (before, after) -> {
          Object stands = Names.at(before, path);
          if (stands != null) {
            List<Object> left = new ArrayList<>((List<?>) Attributes.content(stands));
            left.removeAll((List<?>) Attributes.content(value));
            Names.put(after, path, left.isEmpty() ? null : Map.of(Attributes.type(stands), left));
          }
        });
  }
}
