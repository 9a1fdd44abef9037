package dev.patchbay.local.aws.dynamodb;

import dev.patchbay.local.aws.AwsException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A key condition expression: the hash key's value, and at most one test of the sort key
 * (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Query.KeyConditionExpressions.html).
 */
final class KeyCondition {
  private record Test(String operator, List<Map<String, Object>> values) {}

  private final Tokens tokens;
  private final Names names;
  private final Map<Object, Test> tests = new LinkedHashMap<>();

  /** Reads an expression, to its end. */
  KeyCondition(Tokens tokens, Names names) {
    this.tokens = tokens;
    this.names = names;
    tests();
    tokens.expectEnd();
  }

  private void tests() {
    do {
      if (tokens.take("(")) {
        tests();
        tokens.expect(")");
      } else {
        test();
      }
    } while (tokens.take("AND"));
  }

  private void test() {
    boolean prefix = "begins_with".equals(tokens.peek()) && tokens.follows("(");
    if (prefix) {
      tokens.next();
      tokens.expect("(");
    }
    List<Object> path = names.path(tokens);
    Test test = prefix ? prefix() : comparison();
    if (path.size() > 1 || tests.putIfAbsent(path.getFirst(), test) != null) {
      throw unsupported();
    }
  }

  private Test prefix() {
    tokens.expect(",");
    Test test = new Test("begins_with", List.of(names.value(tokens)));
    tokens.expect(")");
    return test;
  }

  private Test comparison() {
    String operator = tokens.next().toUpperCase(Locale.ROOT);
    return switch (operator) {
      case "=", "<", "<=", ">", ">=" -> new Test(operator, List.of(names.value(tokens)));
      case "BETWEEN" -> between(operator);
      case "<>", "IN" ->
          throw tokens.invalid("Invalid operator used in KeyConditionExpression: " + operator);
      default -> throw tokens.syntaxError();
    };
  }

  private Test between(String operator) {
    Map<String, Object> low = names.value(tokens);
    tokens.expect("AND");
    Map<String, Object> high = names.value(tokens);
    Integer order = Attributes.compare(low, high);
    if (order != null && order > 0) {
      throw tokens.invalid(
          "The BETWEEN operator requires upper bound to be greater than or equal to lower bound;");
    }
    return new Test(operator, List.of(low, high));
  }

  /** The stretch of keys that the condition asks for. */
  Span span(TableSchema table) {
    Test hash = tests.get(table.hash());
    if (hash == null) {
      throw invalid("Query condition missed key schema element: " + table.hash());
    }
    if (!"=".equals(hash.operator())) {
      throw invalid("Query key condition not supported");
    }
    Test range = table.range() == null ? null : tests.get(table.range());
    if (tests.size() > (range == null ? 1 : 2)) {
      throw table.range() == null
          ? unsupported()
          : invalid("Query condition missed key schema element: " + table.range());
    }
    String partition = part(table, table.hash(), hash.values().getFirst());
    return range == null ? Span.of(partition) : span(table, partition, range);
  }

  private static Span span(TableSchema table, String partition, Test range) {
    String low = part(table, table.range(), range.values().getFirst());
    String high = part(table, table.range(), range.values().getLast());
    if ("begins_with".equals(range.operator())) {
      if ("N".equals(table.types().get(table.range()))) {
        throw invalid(
            "Invalid KeyConditionExpression: Incorrect operand type for operator or function; "
                + "operator or function: begins_with, operand type: N");
      }
      return Span.prefix(partition, low);
    }
    return switch (range.operator()) {
      case "=" -> new Span(partition, low, true, low, true);
      case "<" -> new Span(partition, null, true, low, false);
      case "<=" -> new Span(partition, null, true, low, true);
      case ">" -> new Span(partition, low, false, null, true);
      case ">=" -> new Span(partition, low, true, null, true);
      default -> new Span(partition, low, true, high, true);
    };
  }

  private static String part(TableSchema table, String attribute, Map<String, Object> value) {
    if (!value.containsKey(table.types().get(attribute))) {
      throw invalid(
          "One or more parameter values were invalid: "
              + "Condition parameter type does not match schema type");
    }
    return table.part(attribute, value);
  }

  private static AwsException unsupported() {
    return invalid("Query key condition not supported");
  }

  private static AwsException invalid(String message) {
    return new AwsException("ValidationException", message);
  }
}
