package dev.patchbay.connectors.http;

import dev.patchbay.connectors.spi.Outcome;

/** What shows who sends a request could not be had; nothing was sent. */
final class AuthException extends RuntimeException {
  private final transient Outcome outcome;

  AuthException(Outcome outcome) {
    super("not authenticated");
    this.outcome = outcome;
  }

  /** What that means for the delivery. */
  Outcome outcome() {
    return outcome;
  }
}
