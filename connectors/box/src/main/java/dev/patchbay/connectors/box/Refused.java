package dev.patchbay.connectors.box;

import dev.patchbay.connectors.spi.Outcome;

/** Ends a delivery from within, with its outcome. */
final class Refused extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Outcome outcome;

  Refused(Outcome outcome) {
    super(outcome.toString(), null, false, false);
    this.outcome = outcome;
  }

  static Refused rejected(String reason) {
    return new Refused(new Outcome.Rejected(reason));
  }

  static Refused retry(String reason) {
    return new Refused(new Outcome.Retry(reason));
  }

  Outcome outcome() {
    return outcome;
  }
}
