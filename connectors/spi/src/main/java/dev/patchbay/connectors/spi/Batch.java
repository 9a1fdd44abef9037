package dev.patchbay.connectors.spi;

import java.util.List;

/**
 * Deliveries on their way together: whether each of their calls may be made, and what became of
 * each delivery, told as soon as it is known. What is told is kept, whatever happens to the rest.
 * Thread-safe.
 */
public interface Batch {
  /**
   * Takes the turn of one call, for which it may wait: within the destination's rate, and with time
   * left to wait for the answer.
   *
   * @param deliveries that the call is about; at least one
   * @return whether the call may be made; where not, the destination was not called for these
   *     deliveries, and they come again as if they had not been tried
   */
  boolean turn(List<Delivery> deliveries);

  /** What a delivery came to; its last word counts. */
  void came(Delivery delivery, Outcome outcome);
}
