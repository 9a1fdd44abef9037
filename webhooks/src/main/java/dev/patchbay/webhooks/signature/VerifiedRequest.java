package dev.patchbay.webhooks.signature;

import dev.patchbay.webhooks.reading.Reading;
import dev.patchbay.webhooks.request.RawRequest;

/**
 * A request whose signature held. Only {@link Verifier} makes one, so that nothing else reaches the
 * normaliser.
 */
public final class VerifiedRequest {
  private final Reading reading;
  private final String scheme;
  private final int secretVersion;

  VerifiedRequest(Reading reading, String scheme, int secretVersion) {
    this.reading = reading;
    this.scheme = scheme;
    this.secretVersion = secretVersion;
  }

  /** The request with the secret that verified it. */
  public Reading reading() {
    return reading;
  }

  /** The request's own bytes, headers and query. */
  public RawRequest request() {
    return reading.request();
  }

  /** The scheme that held. */
  public String scheme() {
    return scheme;
  }

  /** Which version of the secret verified: 0 for the current one, 1 for the previous one. */
  public int secretVersion() {
    return secretVersion;
  }
}
