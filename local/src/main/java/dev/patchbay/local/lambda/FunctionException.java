package dev.patchbay.local.lambda;

/** An invocation that gave no answer: the function failed, or ran out of time. */
public final class FunctionException extends RuntimeException {
  public FunctionException(String message, Throwable cause) {
    super(message, cause);
  }
}
