package dev.patchbay.core.expression;

/**
 * A JSONata expression that does not compile, or fails on one input. The message names the
 * expression.
 */
public final class ExpressionException extends RuntimeException {
  public ExpressionException(String expression, String reason, Throwable cause) {
    super("expression '" + expression + "': " + reason, cause);
  }
}
