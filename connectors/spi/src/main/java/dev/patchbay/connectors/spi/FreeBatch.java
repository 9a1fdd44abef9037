package dev.patchbay.connectors.spi;

import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/** A batch of one delivery, for whose first call the turn was taken; or a test's. */
public class FreeBatch implements Batch {
  private final Map<Delivery, Outcome> outcomes = new IdentityHashMap<>();
  private boolean begun;

  @Override
  public boolean turn(List<Delivery> deliveries) {
    boolean hasTurn = isFirst() || Turns.further();
    if (!hasTurn) {
      deliveries.forEach(delivery -> came(delivery, Turns.none()));
    }
    return hasTurn;
  }

  private synchronized boolean isFirst() {
    boolean isFirst = !begun;
    begun = true;
    return isFirst;
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
