package dev.patchbay.connectors.spi;

import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/** A batch that waits for nothing: one delivery's whose turn was taken, or a test's. */
public class FreeBatch implements Batch {
  private final Map<Delivery, Outcome> outcomes = new IdentityHashMap<>();

  @Override
  public boolean turn(List<Delivery> deliveries) {
    return true;
  }

  @Override
  public synchronized void came(Delivery delivery, Outcome outcome) {
    outcomes.put(delivery, outcome);
  }

  /**
   * What these came to.
   *
   * @throws IllegalStateException where the sender has said nothing of one
   */
  public synchronized List<Outcome> outcomes(List<Delivery> deliveries) {
    return deliveries.stream().map(this::outcome).toList();
  }

  private Outcome outcome(Delivery delivery) {
    Outcome outcome = outcomes.get(delivery);
    if (outcome == null) {
      throw new IllegalStateException("the sender has not said what a delivery came to");
    }
    return outcome;
  }
}
