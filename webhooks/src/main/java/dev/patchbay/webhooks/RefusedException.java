package dev.patchbay.webhooks;

/**
 * Ends the way of a request through the intake; the detail is for the log and quotes nothing of the
 * request.
 */
final class RefusedException extends RuntimeException {
  private final transient Refusal refusal;

  RefusedException(Refusal refusal, String detail) {
    super(detail, null, false, false);
    this.refusal = refusal;
  }

  Refusal refusal() {
    return refusal;
  }
}
