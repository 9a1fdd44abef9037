package dev.patchbay.local.aws.dynamodb;

import dev.patchbay.local.aws.AwsException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.BinaryOperator;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * An update expression
 * (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.UpdateExpressions.html).
 * What it reads is the item as it was before the update.
 */
final class Update {
  /** Leaves the item as it is, or makes one of its key alone. */
  static final Update NONE = new Update();

  private interface Change {
    void make(Map<String, Object> before, Map<String, Object> after);
  }

  private interface Operand extends Function<Map<String, Object>, Object> {}

  private final Tokens tokens;
  private final Names names;
  private final List<Change> changes = new ArrayList<>();
  private final List<List<Object>> removed = new ArrayList<>();
  private final Paths paths = new Paths();
  private final Set<String> clauses = new HashSet<>();

  private Update() {
    tokens = null;
    names = null;
  }

  /** Reads an expression, to its end. */
  Update(Tokens tokens, Names names) {
    this.tokens = tokens;
    this.names = names;
    while (!tokens.isAtEnd()) {
      clause(tokens.next().toUpperCase(Locale.ROOT));
    }
    // Places of a list are those before the update: the last goes first, so that none moves before
    // its turn.
    removed.sort((one, other) -> Integer.compare(place(other), place(one)));
  }

  /** What the update names. */
  Paths paths() {
    return paths;
  }

  /** A copy of the item with the update made. */
  Map<String, Object> apply(Map<String, Object> item) {
    Map<String, Object> after = Attributes.canonicalMembers(item);
    changes.forEach(change -> change.make(item, after));
    removed.forEach(path -> Documents.put(after, path, null));
    return after;
  }

  private static int place(List<Object> path) {
    return path.getLast() instanceof Integer index ? index : -1;
  }

  private void clause(String word) {
    Consumer<List<Object>> action =
        switch (word) {
          case "SET" -> this::set;
          case "REMOVE" -> removed::add;
          case "ADD" -> this::add;
          case "DELETE" -> this::delete;
          default -> throw tokens.syntaxError();
        };
    if (!clauses.add(word)) {
      throw tokens.invalid(
          "The \"%s\" section can only be used once in an update expression;".formatted(word));
    }
    do {
      List<Object> path = names.path(tokens);
      paths.add(tokens, path);
      action.accept(path);
    } while (tokens.take(","));
  }

  private void set(List<Object> path) {
    tokens.expect("=");
    Operand value = sum();
    changes.add((before, after) -> Documents.put(after, path, value.apply(before)));
  }

  private Operand sum() {
    Operand left = operand();
    if (tokens.take("+")) {
      return combined(left, operand(), BigDecimal::add);
    }
    return tokens.take("-") ? combined(left, operand(), BigDecimal::subtract) : left;
  }

  private static Operand combined(Operand one, Operand other, BinaryOperator<BigDecimal> operator) {
    return item ->
        Attributes.ofNumber(operator.apply(number(one.apply(item)), number(other.apply(item))));
  }

  private static BigDecimal number(Object value) {
    return Attributes.number(Map.of("N", content(value, "N")));
  }

  private static Object content(Object value, String type) {
    Object content = Attributes.content(value, type);
    if (content == null) {
      throw new AwsException(
          "ValidationException", "An operand in the update expression has an incorrect data type");
    }
    return content;
  }

  private Operand operand() {
    if (tokens.peek().startsWith(":")) {
      Object value = names.value(tokens);
      return _ -> value;
    }
    if (tokens.take("(")) {
      Operand inner = sum();
      tokens.expect(")");
      return inner;
    }
    if (tokens.follows("(")) {
      return function(tokens.next());
    }
    List<Object> path = names.path(tokens);
    return item -> required(Documents.at(item, path));
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
    Operand made =
        switch (name) {
          case "if_not_exists" -> ifNotExists();
          case "list_append" -> listAppend();
          default -> throw tokens.invalid("Invalid function name; function: " + name);
        };
    tokens.expect(")");
    return made;
  }

  private Operand ifNotExists() {
    List<Object> path = names.path(tokens);
    tokens.expect(",");
    Operand otherwise = operand();
    return item -> {
      Object value = Documents.at(item, path);
      return value == null ? otherwise.apply(item) : value;
    };
  }

  private Operand listAppend() {
    Operand first = operand();
    tokens.expect(",");
    Operand second = operand();
    return item -> {
      List<Object> all = new ArrayList<>((List<?>) content(first.apply(item), "L"));
      all.addAll((List<?>) content(second.apply(item), "L"));
      return Map.of("L", all);
    };
  }

  private void add(List<Object> path) {
    Map<String, Object> value = operandOf("ADD", Set.of("N", "SS", "NS", "BS"));
    changes.add(
        (before, after) -> Documents.put(after, path, sum(Documents.at(before, path), value)));
  }

  private static Object sum(Object stands, Map<String, Object> value) {
    if (stands == null) {
      return value;
    }
    if (value.containsKey("N")) {
      return Attributes.ofNumber(number(stands).add(number(value)));
    }
    String type = Attributes.type(value);
    Set<Object> union = new LinkedHashSet<>((List<?>) content(stands, type));
    union.addAll((List<?>) Attributes.content(value));
    return Attributes.canonical(Map.of(type, List.copyOf(union)));
  }

  private void delete(List<Object> path) {
    Map<String, Object> value = operandOf("DELETE", Set.of("SS", "NS", "BS"));
    String type = Attributes.type(value);
    changes.add(
        (before, after) -> {
          Object stands = Documents.at(before, path);
          if (stands != null) {
            List<Object> left = new ArrayList<>((List<?>) content(stands, type));
            left.removeAll((List<?>) Attributes.content(value));
            Documents.put(after, path, left.isEmpty() ? null : Map.of(type, left));
          }
        });
  }

  private Map<String, Object> operandOf(String operator, Set<String> types) {
    Map<String, Object> value = names.value(tokens);
    if (!types.contains(Attributes.type(value))) {
      throw tokens.invalid(
          "Incorrect operand type for operator or function; operator: %s, operand type: %s"
              .formatted(operator, Attributes.type(value)));
    }
    return value;
  }
}
