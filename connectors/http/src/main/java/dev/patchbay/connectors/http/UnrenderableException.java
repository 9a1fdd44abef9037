package dev.patchbay.connectors.http;

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
}
