package dev.patchbay.local.aws.dynamodb;

import dev.patchbay.local.aws.AwsException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The tokens of a DynamoDB expression, read one after the other. */
final class Tokens {
  /** Bytes, as in AWS's page "Service, account, and table quotas in Amazon DynamoDB". */
  private static final int LONGEST = 4096;

  private static final Pattern TOKEN =
      Pattern.compile("\\s*(<>|<=|>=|[=<>()\\[\\],.+-]|[:#]?[A-Za-z0-9_]+|\\S)");

  private final String kind;
  private final List<String> tokens = new ArrayList<>();
  private int at;

  /**
   * Splits an expression.
   *
   * @param kind the request's member that holds it, such as {@code FilterExpression}
   */
  Tokens(String kind, String expression) {
    this.kind = kind;
    int size = expression.getBytes(StandardCharsets.UTF_8).length;
    if (size > LONGEST) {
      throw invalid(
          "Expression size has exceeded the maximum allowed size; expression size: " + size);
    }
    Matcher matcher = TOKEN.matcher(expression.strip());
    while (matcher.find()) {
      tokens.add(matcher.group(1));
    }
    if (tokens.isEmpty()) {
      throw invalid("The expression can not be empty;");
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

  void expectEnd() {
    if (!isAtEnd()) {
      throw syntaxError();
    }
  }

  AwsException syntaxError() {
    int from = Math.max(0, at - 1);
    String near = String.join(" ", tokens.subList(from, Math.min(tokens.size(), at + 2)));
    return invalid(
        "Syntax error; token: \"%s\", near: \"%s\"".formatted(isAtEnd() ? "<EOF>" : peek(), near));
  }

  /** A refusal of this expression, in AWS's form. */
  AwsException invalid(String what) {
    return new AwsException("ValidationException", "Invalid " + kind + ": " + what);
  }
}
