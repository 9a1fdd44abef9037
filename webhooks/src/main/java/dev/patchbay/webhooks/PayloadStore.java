package dev.patchbay.webhooks;

import dev.patchbay.core.event.DataRef;

/** Where payloads lie that are too large for the bus. Implementations are thread-safe. */
interface PayloadStore {
  /**
   * Keeps a payload.
   *
   * @throws Bus.NotAcceptedException when it could not be kept
   */
  DataRef keep(String key, byte[] payload, String contentType);
}
