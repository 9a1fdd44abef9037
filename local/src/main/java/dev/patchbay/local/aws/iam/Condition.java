package dev.patchbay.local.aws.iam;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * One key of a statement's conditions
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html).
 *
 * @param operator without {@code IfExists}
 * @param ifExists holds where the call has no such key
 * @param tests of the call's value, one for each value here; one must hold
 */
record Condition(
    String operator,
    boolean ifExists,
    String key,
    List<String> values,
    List<Predicate<String>> tests) {
  private static final String NEGATED = "Not";
  private static final Set<String> KNOWN =
      Set.of(
          "StringEquals",
          "StringNotEquals",
          "StringEqualsIgnoreCase",
          "StringNotEqualsIgnoreCase",
          "StringLike",
          "StringNotLike",
          "ArnEquals",
          "ArnNotEquals",
          "ArnLike",
          "ArnNotLike",
          "Bool",
          "Null");

  /** One as a policy writes it. */
  static Condition of(String written, String key, List<String> values) {
    boolean ifExists = written.endsWith("IfExists");
    String operator = ifExists ? written.substring(0, written.length() - 8) : written;
    List<Predicate<String>> tests =
        values.stream().map(value -> test(operator.replace(NEGATED, ""), value)).toList();
    return new Condition(operator, ifExists, key, values, tests);
  }

  boolean isKnownOperator() {
    return KNOWN.contains(operator);
  }

  boolean isKnownKey() {
    return Question.KEYS.stream().anyMatch(key::equalsIgnoreCase);
  }

  boolean holds(Map<String, String> context) {
    String actual = actual(context);
    if (operator.equals("Null")) {
      return values.contains(Boolean.toString(actual == null));
    }
    boolean negated = operator.contains(NEGATED);
    if (actual == null) {
      return ifExists || negated;
    }
    return tests.stream().anyMatch(test -> test.test(actual)) != negated;
  }

  /** The call's value of the key, whose name may be written in any case. */
  private String actual(Map<String, String> context) {
    return context.entrySet().stream()
        .filter(entry -> entry.getKey().equalsIgnoreCase(key))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse(null);
  }

  private static Predicate<String> test(String operator, String value) {
    return switch (operator) {
      case "StringEqualsIgnoreCase", "Bool" -> value::equalsIgnoreCase;
      case "StringLike" -> Glob.of(value)::matches;
      case "ArnEquals", "ArnLike" -> Glob.ofArn(value)::matches;
      default -> value::equals;
    };
  }
}
