package dev.patchbay.core.json;

/** Text that is not the JSON that was wanted; the message says where and why. */
public final class JsonException extends RuntimeException {
  public JsonException(String message, Throwable cause) {
    super(message, cause);
  }
}
