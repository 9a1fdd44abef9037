package dev.patchbay.webhooks.publishing;

import dev.patchbay.core.event.DataRef;
import dev.patchbay.webhooks.bus.Bus;

/** Where payloads lie that are too large for the bus. Implementations are thread-safe. */
public interface PayloadStore {
  /**
   * Keeps a payload.
   *
   * @throws Bus.NotAcceptedException when it could not be kept
   */
  DataRef keep(String key, byte[] payload, String contentType);
}
