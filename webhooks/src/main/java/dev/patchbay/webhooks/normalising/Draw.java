package dev.patchbay.webhooks.normalising;

import dev.patchbay.core.json.Json;
import java.util.Map;

/**
 * An event before it is written: its attributes, and its payload as JSON or as the very bytes that
 * came.
 *
 * @param attributes all but {@code data}, to which the publisher adds {@code traceparent}
 * @param verbatim the payload's own bytes, which are JSON; null where it was read or cut
 */
public record Draw(Map<String, Object> attributes, Object data, byte[] verbatim) {
  /** The payload, written as JSON. */
  public byte[] dataBytes() {
    return verbatim == null ? Json.writeBytes(data) : verbatim;
  }
}
