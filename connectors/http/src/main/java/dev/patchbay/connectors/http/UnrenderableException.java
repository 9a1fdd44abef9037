package dev.patchbay.connectors.http;

import dev.patchbay.connectors.spi.Outcome;
import dev.patchbay.core.expression.ExpressionTimeoutException;

/**
 * A part of a request that cannot be made from one event. The message names the part and quotes no
 * value.
 */
final class UnrenderableException extends RuntimeException {
  UnrenderableException(String part, String reason, Throwable cause) {
    super("the " + part + " of the request " + reason, cause);
  }

  UnrenderableException(String reason) {
    super(reason);
  }

  /** What that means for the delivery, of which nothing was sent. */
  Outcome outcome() {
    return getCause() instanceof ExpressionTimeoutException
        ? new Outcome.Retry(getMessage())
        : new Outcome.Rejected(getMessage());
  }
}
