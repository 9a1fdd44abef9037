package dev.patchbay.webhooks.bus;

import dev.patchbay.core.event.Event;
import dev.patchbay.core.json.Json;
import java.nio.charset.StandardCharsets;

/** One entry of the bus. */
public record BusEntry(String source, String type, String detail) {
  /**
   * The event that it carries.
   *
   * @throws dev.patchbay.core.json.JsonException where its detail is no JSON object
   */
  public Event event() {
    return new Event(Json.parseObject(detail));
  }

  /** As EventBridge counts it, without a time. */
  int size() {
    return source.length()
        + type.getBytes(StandardCharsets.UTF_8).length
        + detail.getBytes(StandardCharsets.UTF_8).length;
  }
}
