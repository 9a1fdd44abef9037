package dev.patchbay.webhooks.request;

/**
 * Ends the way of a request through the intake; the detail is for the log and quotes nothing of the
 * request.
 */
public final class RefusedException extends RuntimeException {
  private final transient Refusal refusal;

  /**
   * @param detail for the log: no secret and nothing of the payload
   */
  public RefusedException(Refusal refusal, String detail) {
    super(detail, null, false, false);
    this.refusal = refusal;
  }

  /** The cause. */
  public Refusal refusal() {
    return refusal;
  }
}
