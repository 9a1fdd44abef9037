package dev.patchbay.connectors.spi;

/** Makes deliveries to one destination with one secret. Thread-safe. */
public interface Sender {
  /**
   * Makes one call. Whatever the destination says is an {@link Outcome}; a thrown exception is a
   * bug, which the kit takes as {@link Outcome.Unknown} where the effect is unsafe, else as {@link
   * Outcome.Retry}.
   */
  Outcome send(Delivery delivery);
}
