package dev.patchbay.connectors.http;

import dev.patchbay.connectors.spi.Addressed;
import dev.patchbay.connectors.spi.Batch;
import dev.patchbay.connectors.spi.BatchSender;
import dev.patchbay.connectors.spi.Delivery;
import dev.patchbay.connectors.spi.Outcome;
import dev.patchbay.core.catalog.ConnectorEntry.Effect;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes the declared request for many deliveries, and reads what its answer says of each.
 *
 * @param acknowledgements of what the destination took, or null
 */
record HttpBatchSender(
    RequestPlan plan,
    Caller caller,
    AnswerReading reading,
    Sharing sharing,
    Acknowledgements acknowledgements,
    Effect effect)
    implements BatchSender, Addressed {

  @Override
  public String address(Delivery delivery) {
    return plan.address(delivery);
  }

  @Override
  public int most() {
    return sharing.batch().most();
  }

  @Override
  public void send(List<Delivery> deliveries, Batch batch) {
    List<RequestPlan.Part> parts = new ArrayList<>();
    for (Delivery delivery : deliveries) {
      try {
        RequestPlan.Part part = plan.part(delivery);
        if (sharing.isWithin(List.of(part))) {
          parts.add(part);
        } else {
          batch.came(delivery, tooLarge(part));
        }
      } catch (UnrenderableException e) {
        batch.came(delivery, e.outcome());
      }
    }
    List<Acknowledgements.Taken> taken =
        new SharedCalls(caller, reading, sharing, acknowledgements, effect, batch)
            .made(sharing.groups(parts));
    if (!taken.isEmpty()) {
      acknowledgements.await(taken, batch);
    }
  }

  private Outcome tooLarge(RequestPlan.Part part) {
    return new Outcome.Rejected(
        "its body is %d bytes, and the destination takes %d"
            .formatted(part.request().body().length, sharing.batch().bytes()));
  }
}
