package dev.patchbay.webhooks;

import java.nio.charset.StandardCharsets;

/** One entry of the bus. */
record BusEntry(String source, String type, String detail) {
  /** As EventBridge counts it, without a time. */
  int size() {
    return source.length()
        + type.getBytes(StandardCharsets.UTF_8).length
        + detail.getBytes(StandardCharsets.UTF_8).length;
  }
}
