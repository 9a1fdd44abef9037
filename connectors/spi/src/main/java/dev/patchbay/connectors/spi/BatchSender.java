package dev.patchbay.connectors.spi;

import java.util.List;

/**
 * A sender whose destination takes many deliveries in one call. How many calls a batch comes to,
 * within the destination's limits of bytes and of items, is the sender's own matter.
 */
public interface BatchSender extends Sender {
  /** How many deliveries a batch may hold; at least 1. */
  int most();

  /**
   * Makes the deliveries.
   *
   * @return the outcome of each, in the order of the deliveries: one bad item is not the others'
   */
  List<Outcome> send(List<Delivery> deliveries);

  @Override
  default Outcome send(Delivery delivery) {
    return send(List.of(delivery)).getFirst();
  }
}
