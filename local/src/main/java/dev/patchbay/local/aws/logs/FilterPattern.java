package dev.patchbay.local.aws.logs;

import dev.patchbay.local.aws.AwsException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * A filter pattern: words that a line must hold, or a test of its JSON
 * (https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html).
 */
public final class FilterPattern {
  private static final Pattern TERM =
      Pattern.compile("([?-]?)(?:\"((?:[^\"\\\\]|\\\\.)*)\"|%([^%]+)%|([^\\s\"]+))\\s*");

  private FilterPattern() {}

  /**
   * A test of lines.
   *
   * @throws AwsException {@code InvalidParameterException} when the pattern is not well-formed
   */
  public static Predicate<String> of(String pattern) {
    String stripped = pattern.strip();
    if (stripped.startsWith("[")) {
      throw invalid("the laptop does not filter by the columns of a line");
    }
    return stripped.startsWith("{") ? JsonPattern.of(stripped) : terms(stripped);
  }

  /** All plain terms, none with a minus, and one at least of those with a question mark. */
  private static Predicate<String> terms(String pattern) {
    List<Predicate<String>> all = new ArrayList<>();
    List<Predicate<String>> any = new ArrayList<>();
    Matcher matcher = TERM.matcher(pattern);
    int at = 0;
    while (matcher.find(at) && matcher.start() == at) {
      Predicate<String> term = term(matcher);
      switch (matcher.group(1)) {
        case "?" -> any.add(term);
        case "-" -> all.add(term.negate());
        default -> all.add(term);
      }
      at = matcher.end();
    }
    if (at < pattern.length()) {
      throw invalid("Invalid filter pattern");
    }
    return line ->
        all.stream().allMatch(term -> term.test(line))
            && (any.isEmpty() || any.stream().anyMatch(term -> term.test(line)));
  }

  private static Predicate<String> term(Matcher matcher) {
    if (matcher.group(3) != null) {
      return regex(matcher.group(3));
    }
    String quoted = matcher.group(2);
    String text = quoted == null ? matcher.group(4) : quoted.replaceAll("\\\\(.)", "$1");
    return line -> line.contains(text);
  }

  private static Predicate<String> regex(String expression) {
    try {
      return Pattern.compile(expression).asPredicate();
    } catch (PatternSyntaxException e) {
      throw invalid("Invalid filter pattern");
    }
  }

  static AwsException invalid(String message) {
    return new AwsException("InvalidParameterException", message);
  }
}
