package dev.patchbay.local.api;

/** A function that may not run now: too many of its instances do, or it may have none. */
public final class ThrottledException extends RuntimeException {
  public ThrottledException(String message) {
    super(message);
  }
}
