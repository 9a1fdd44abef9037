package dev.patchbay.webhooks.request;

import java.util.Locale;

/** Why a webhook was refused. It is counted and logged, and told to nobody outside. */
public enum Refusal {
  UNKNOWN_SOURCE(404),
  UNKNOWN_ACCOUNT(404),
  NO_SIGNATURE(401),
  BAD_SIGNATURE(401),
  STALE_TIMESTAMP(401),
  UNSUPPORTED_CONTENT_TYPE(415),
  UNPARSABLE_BODY(400),
  TOO_LARGE(413),
  THROTTLED(429),
  NOT_ACCEPTED(503);

  private final int status;

  Refusal(int status) {
    this.status = status;
  }

  /** The status that is answered unless the source's entry says otherwise. */
  public int status() {
    return status;
  }

  /** Whether whoever called could not show that it is the source. */
  public boolean isOfSignature() {
    return this == NO_SIGNATURE || this == BAD_SIGNATURE || this == STALE_TIMESTAMP;
  }

  /** Its name in logs, metrics and entries, such as {@code bad-signature}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
