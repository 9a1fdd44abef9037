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
   * Makes the deliveries, and tells the batch what each came to: one bad item is not the others'.
   * Each call takes its turn first. Returns when nothing is under way any more; where it throws, or
   * is stopped because its time is over, what it has told stands.
   */
  void send(List<Delivery> deliveries, Batch batch);

  /** Makes one delivery, for which nothing is waited. */
  @Override
  default Outcome send(Delivery delivery) {
    FreeBatch batch = new FreeBatch();
    send(List.of(delivery), batch);
    return batch.outcomes(List.of(delivery)).getFirst();
  }
}
