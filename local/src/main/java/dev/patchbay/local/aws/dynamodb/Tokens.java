package dev.patchbay.local.aws.dynamodb;

import dev.patchbay.local.aws.AwsException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The tokens of a DynamoDB expression, read one after the other. */
final class Tokens {
  private static final Pattern TOKEN =
      Pattern.compile("\\s*(<>|<=|>=|[=<>()\\[\\],.+-]|[:#]?[A-Za-z0-9_]+|\\S)");

  private final String expression;
  private final List<String> tokens = new ArrayList<>();
  private int at;

  Tokens(String expression) {
    this.expression = expression;
    Matcher matcher = TOKEN.matcher(expression.strip());
    while (matcher.find()) {
      tokens.add(matcher.group(1));
    }
    if (tokens.isEmpty()) {
      throw new AwsException(
          "ValidationException", "Invalid expression: The expression can not be empty;");
    }
  }

  boolean isAtEnd() {
    return at == tokens.size();
  }

  /** The next token; empty at the end. */
  String peek() {
    return isAtEnd() ? "" : tokens.get(at);
  }

  /** Whether a token after the next one is this. */
  boolean follows(String token) {
    return at + 1 < tokens.size() && tokens.get(at + 1).equals(token);
  }

  String next() {
    if (isAtEnd()) {
      throw syntaxError();
    }
    return tokens.get(at++);
  }

  /** Takes the next token if it is this word or mark. */
  boolean take(String token) {
    boolean same = peek().toUpperCase(Locale.ROOT).equals(token);
    at += same ? 1 : 0;
    return same;
  }

  void expect(String token) {
    if (!take(token)) {
      throw syntaxError();
    }
  }

  AwsException syntaxError() {
    String near =
        String.join(" ", tokens.subList(Math.max(0, at - 1), Math.min(tokens.size(), at + 2)));
    return new AwsException(
        "ValidationException",
        "Invalid expression: Syntax error; token: \"%s\", near: \"%s\""
            .formatted(isAtEnd() ? "<EOF>" : peek(), near));
  }

  @Override
  public String toString() {
    return expression;
  }
}
