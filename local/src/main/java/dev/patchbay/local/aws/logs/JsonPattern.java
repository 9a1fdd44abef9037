package dev.patchbay.local.aws.logs;

import dev.patchbay.core.json.Json;
import dev.patchbay.core.json.JsonException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A filter pattern over JSON lines, such as {@code { $.level = "ERROR" && $.count > 3 }}. */
final class JsonPattern {
  private interface Test extends Predicate<Object> {}

  private static final Pattern TOKEN =
      Pattern.compile(
          "\\s*(&&|\\|\\||<=|>=|!=|[=<>(){}]|\"(?:[^\"\\\\]|\\\\.)*\"|[^\\s&|<>=!(){}\"]+)");
  private static final Pattern STEP = Pattern.compile("\\.([^.\\[]+)|\\[(\\d{1,9})]");

  private final List<String> tokens = new ArrayList<>();
  private int at;

  private JsonPattern(String pattern) {
    Matcher matcher = TOKEN.matcher(pattern);
    int end = 0;
    while (matcher.find(end) && matcher.start() == end) {
      tokens.add(matcher.group(1));
      end = matcher.end();
    }
    if (!pattern.substring(end).isBlank()) {
      throw invalid();
    }
  }

  /** A test of lines; one that is no JSON passes none. */
  static Predicate<String> of(String pattern) {
    JsonPattern parser = new JsonPattern(pattern);
    parser.expect("{");
    Test test = parser.or();
    parser.expect("}");
    if (parser.at < parser.tokens.size()) {
      throw invalid();
    }
    return line -> {
      try {
        return line.startsWith("{") && test.test(Json.parse(line));
      } catch (JsonException e) {
        return false;
      }
    };
  }

  private String next() {
    if (at == tokens.size()) {
      throw invalid();
    }
    return tokens.get(at++);
  }

  private boolean take(String token) {
    boolean same = at < tokens.size() && tokens.get(at).equalsIgnoreCase(token);
    at += same ? 1 : 0;
    return same;
  }

  private void expect(String token) {
    if (!take(token)) {
      throw invalid();
    }
  }

  private Test or() {
    Test left = and();
    while (take("||")) {
      Test before = left;
      Test right = and();
      left = line -> before.test(line) || right.test(line);
    }
    return left;
  }

  private Test and() {
    Test left = term();
    while (take("&&")) {
      Test before = left;
      Test right = term();
      left = line -> before.test(line) && right.test(line);
    }
    return left;
  }

  private Test term() {
    if (take("(")) {
      Test inner = or();
      expect(")");
      return inner;
    }
    List<Object> path = path(next());
    if (take("IS")) {
      return is(path, next().toUpperCase(Locale.ROOT));
    }
    if (take("NOT")) {
      expect("EXISTS");
      return line -> !exists(line, path);
    }
    return comparison(path, next(), next());
  }

  private static Test is(List<Object> path, String what) {
    return switch (what) {
      case "NULL" -> line -> exists(line, path) && value(line, path) == null;
      case "TRUE" -> line -> Boolean.TRUE.equals(value(line, path));
      case "FALSE" -> line -> Boolean.FALSE.equals(value(line, path));
      default -> throw invalid();
    };
  }

  private static Test comparison(List<Object> path, String operator, String wanted) {
    return switch (operator) {
      case "=" -> equality(path, wanted);
      case "!=" -> {
        Test equal = equality(path, wanted);
        yield line -> exists(line, path) && !equal.test(line);
      }
      case "<" -> order(path, wanted, order -> order < 0);
      case "<=" -> order(path, wanted, order -> order <= 0);
      case ">" -> order(path, wanted, order -> order > 0);
      case ">=" -> order(path, wanted, order -> order >= 0);
      default -> throw invalid();
    };
  }

  /** Text with {@code *} for any stretch of it; a number by its value. */
  private static Test equality(List<Object> path, String wanted) {
    boolean quoted = wanted.startsWith("\"");
    String text = quoted ? unquoted(wanted) : wanted;
    Pattern pattern = Pattern.compile(Pattern.quote(text).replace("*", "\\E.*\\Q"), Pattern.DOTALL);
    Test number = isNumber(text) && !quoted ? order(path, text, order -> order == 0) : _ -> false;
    return line ->
        number.test(line)
            || value(line, path) instanceof String found && pattern.matcher(found).matches();
  }

  private static String unquoted(String text) {
    return text.substring(1, text.length() - 1).replaceAll("\\\\(.)", "$1");
  }

  private static boolean isNumber(String text) {
    return text.matches("-?\\d+(\\.\\d+)?([eE][+-]?\\d{1,3})?");
  }

  private static Test order(List<Object> path, String wanted, IntPredicate order) {
    if (!isNumber(wanted)) {
      throw invalid();
    }
    BigDecimal number = new BigDecimal(wanted);
    return line ->
        value(line, path) instanceof Number found
            && order.test(new BigDecimal(found.toString()).compareTo(number));
  }

  private static List<Object> path(String selector) {
    if (!selector.startsWith("$")) {
      throw invalid();
    }
    List<Object> path = new ArrayList<>();
    Matcher matcher = STEP.matcher(selector);
    int end = 1;
    while (matcher.find(end) && matcher.start() == end) {
      path.add(matcher.group(1) == null ? Integer.valueOf(matcher.group(2)) : matcher.group(1));
      end = matcher.end();
    }
    if (end < selector.length() || path.isEmpty()) {
      throw invalid();
    }
    return path;
  }

  private static Object value(Object line, List<Object> path) {
    Object value = line;
    for (Object step : path) {
      value = child(value, step);
    }
    return value;
  }

  private static Object child(Object value, Object step) {
    if (step instanceof Integer index) {
      return value instanceof List<?> list && index < list.size() ? list.get(index) : null;
    }
    return value instanceof Map<?, ?> map ? map.get(step) : null;
  }

  private static boolean exists(Object line, List<Object> path) {
    Object parent = value(line, path.subList(0, path.size() - 1));
    if (path.getLast() instanceof Integer index) {
      return parent instanceof List<?> list && index < list.size();
    }
    return parent instanceof Map<?, ?> map && map.containsKey(path.getLast());
  }

  private static RuntimeException invalid() {
    return FilterPattern.invalid("Invalid filter pattern");
  }
}
