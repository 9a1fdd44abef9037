package dev.patchbay.core.expression;

/**
 * A JSONata expression that does not compile, fails on one input, or comes to what a connector does
 * not take. The message names the expression.
 */
public final class ExpressionException extends RuntimeException {
  public ExpressionException(String expression, String reason, Throwable cause) {
    super("expression '" + expression + "': " + reason, cause);
  }

  private ExpressionException(String message) {
    super(message);
  }

  /**
   * Of a parameter whose value its connector does not take.
   *
   * @param must what it would have to be
   * @param written as the route says it, which makes the value; may be null
   */
  static ExpressionException unfit(String parameter, String must, Object written) {
    String cause =
        written instanceof String text && Template.isTemplate(text)
            ? "; mend '" + text + "', which came to something else on this event"
            : "";
    return new ExpressionException("parameter '" + parameter + "' " + must + cause);
  }
}
