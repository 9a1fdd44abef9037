package dev.patchbay.connectors.spi;

/**
 * A secret that lacks what its connector needs. The message says what to set and where, and quotes
 * no value.
 */
public final class MisconfiguredException extends RuntimeException {
  public MisconfiguredException(String message) {
    super(message);
  }
}
