package dev.patchbay.core.expression;

/**
 * An evaluation that was not done in time, though it had done little: the machine was busy, and the
 * same may be evaluated again. No {@link ExpressionException}, since neither the expression nor its
 * input is to blame. The message names the expression.
 */
public final class ExpressionTimeoutException extends RuntimeException {
  public ExpressionTimeoutException(String expression, Throwable cause) {
    super("expression '" + expression + "' was not evaluated in time", cause);
  }
}
