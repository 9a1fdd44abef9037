package dev.patchbay.connectors.http;

import dev.patchbay.connectors.spi.Addressed;
import dev.patchbay.connectors.spi.BatchSender;
import dev.patchbay.connectors.spi.Delivery;
import dev.patchbay.connectors.spi.Outcome;
import dev.patchbay.core.catalog.ConnectorEntry.Effect;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

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
  public List<Outcome> send(List<Delivery> deliveries) {
    Map<Delivery, Outcome> outcomes = new IdentityHashMap<>();
    List<RequestPlan.Part> parts = new ArrayList<>();
    for (Delivery delivery : deliveries) {
      try {
        RequestPlan.Part part = plan.part(delivery);
        if (sharing.isWithin(List.of(part))) {
          parts.add(part);
        } else {
          outcomes.put(delivery, tooLarge(part));
        }
      } catch (UnrenderableException e) {
        outcomes.put(delivery, new Outcome.Rejected(e.getMessage()));
      }
    }
    sharing.groups(parts).forEach(group -> put(outcomes, group, called(group)));
    return deliveries.stream().map(outcomes::get).toList();
  }

  private Outcome tooLarge(RequestPlan.Part part) {
    return new Outcome.Rejected(
        "its body is %d bytes, and the destination takes %d"
            .formatted(part.request().body().length, sharing.batch().bytes()));
  }

  private static void put(
      Map<Delivery, Outcome> outcomes, List<RequestPlan.Part> group, List<Outcome> made) {
    for (int i = 0; i < group.size(); i++) {
      outcomes.put(group.get(i).delivery(), made.get(i));
    }
  }

  /** The outcome of each part of one call. */
  private List<Outcome> called(List<RequestPlan.Part> group) {
    RequestPlan.Part first = group.getFirst();
    try {
      return switch (caller.call(first.request().with(sharing.body(group)), first.input())) {
        case Exchange.Answered(Answer answer) -> answered(group, answer);
        case Exchange other ->
            Collections.nCopies(group.size(), HttpSender.unanswered(other, effect));
      };
    } catch (AuthException e) {
      return Collections.nCopies(group.size(), e.outcome());
    }
  }

  private List<Outcome> acknowledged(List<RequestPlan.Part> group, Answer answer) {
    List<Outcome> outcomes = reading.outcomes(answer, group.size());
    boolean isTaken = outcomes.stream().allMatch(Outcome.Delivered.class::isInstance);
    if (acknowledgements == null || !isTaken) {
      return outcomes;
    }
    Outcome all = acknowledgements.outcome(group.getFirst(), answer, outcomes.getFirst());
    return all instanceof Outcome.Delivered ? outcomes : Collections.nCopies(group.size(), all);
  }

  /** What was refused as a whole for one bad part is sent part by part. */
  private List<Outcome> answered(List<RequestPlan.Part> group, Answer answer) {
    List<Outcome> outcomes = acknowledged(group, answer);
    boolean isRefused =
        group.size() > 1 && outcomes.stream().allMatch(Outcome.Rejected.class::isInstance);
    return isRefused && !reading.saysOfEach(answer, group.size())
        ? group.stream().flatMap(part -> called(List.of(part)).stream()).toList()
        : outcomes;
  }
}
