package dev.patchbay.connectors.http;

import dev.patchbay.connectors.spi.Batch;
import dev.patchbay.connectors.spi.Delivery;
import dev.patchbay.connectors.spi.Outcome;
import dev.patchbay.core.catalog.ConnectorEntry.Effect;
import dev.patchbay.core.log.Log;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;

/**
 * The calls of one batch, side by side as far as their turns allow. What is refused as a whole is
 * sent again in halves until the bad deliveries stand alone: one of 500 costs some 18 calls.
 */
final class SharedCalls {
  /** More than a destination of logs wants from one sender at a time. */
  private static final int SIDE_BY_SIDE = 8;

  private static final Outcome REFUSED = new Outcome.Retry("refused together with others");

  private final Caller caller;
  private final AnswerReading reading;
  private final Sharing sharing;
  private final Acknowledgements acknowledgements;
  private final Effect effect;
  private final Batch batch;
  private final Semaphore places = new Semaphore(SIDE_BY_SIDE);
  private final ConcurrentLinkedQueue<Acknowledgements.Taken> taken = new ConcurrentLinkedQueue<>();

  /**
   * @param acknowledgements of what the destination took, or null
   */
  SharedCalls(
      Caller caller,
      AnswerReading reading,
      Sharing sharing,
      Acknowledgements acknowledgements,
      Effect effect,
      Batch batch) {
    this.caller = caller;
    this.reading = reading;
    this.sharing = sharing;
    this.acknowledgements = acknowledgements;
    this.effect = effect;
    this.batch = batch;
  }

  /**
   * Makes a call for each group, and tells the batch what came of it.
   *
   * @return what the destination took and has yet to acknowledge, of which the batch knows nothing
   */
  List<Acknowledgements.Taken> made(List<List<RequestPlan.Part>> groups) {
    sideBySide(groups);
    return List.copyOf(taken);
  }

  private void sideBySide(List<List<RequestPlan.Part>> groups) {
    if (groups.size() == 1) {
      call(groups.getFirst());
      return;
    }
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Void>> calls = new ArrayList<>();
      for (List<RequestPlan.Part> group : groups) {
        calls.add(
            threads.submit(
                Log.carried(
                    () -> {
                      call(group);
                      return null;
                    })));
      }
      calls.forEach(SharedCalls::await);
    }
  }

  /** A fault of one call is the sender's, and ends no other. */
  private static void await(Future<Void> call) {
    try {
      call.get();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException e) {
      Log.error("call failed", e.getCause());
    }
  }

  private void call(List<RequestPlan.Part> group) {
    List<Delivery> deliveries = group.stream().map(RequestPlan.Part::delivery).toList();
    List<Outcome> outcomes;
    try {
      places.acquire();
      try {
        if (!batch.turn(deliveries)) {
          return;
        }
        outcomes = answered(group, () -> batch.turn(deliveries));
      } finally {
        places.release();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return;
    }
    for (int i = 0; i < outcomes.size(); i++) {
      batch.came(deliveries.get(i), outcomes.get(i));
    }
    if (outcomes.stream().anyMatch(outcome -> outcome == REFUSED)) {
      int half = group.size() / 2;
      sideBySide(List.of(group.subList(0, half), group.subList(half, group.size())));
    }
  }

  /**
   * The outcome of each part of one call; none where they have yet to be acknowledged, or where the
   * batch knows that there was no turn.
   */
  private List<Outcome> answered(List<RequestPlan.Part> group, BooleanSupplier turn) {
    RequestPlan.Part first = group.getFirst();
    try {
      return switch (caller.call(first.request().with(sharing.body(group)), first.input(), turn)) {
        case Exchange.Answered(Answer answer) -> outcomes(group, answer);
        case Exchange.NoTurn _ -> List.of();
        case Exchange other ->
            Collections.nCopies(group.size(), HttpSender.unanswered(other, effect));
      };
    } catch (AuthException e) {
      return Collections.nCopies(group.size(), e.outcome());
    }
  }

  private List<Outcome> outcomes(List<RequestPlan.Part> group, Answer answer) {
    String said = reading.said(answer);
    group.forEach(part -> part.delivery().heard(said));
    List<Outcome> outcomes =
        reading.outcomes(answer, group.stream().map(RequestPlan.Part::delivery).toList());
    if (acknowledgements != null
        && acknowledgements.concern(answer)
        && outcomes.stream().allMatch(Outcome.Delivered.class::isInstance)) {
      taken.add(new Acknowledgements.Taken(group, answer, outcomes));
      return List.of();
    }
    boolean isRefused =
        group.size() > 1
            && outcomes.stream().allMatch(Outcome.Rejected.class::isInstance)
            && !reading.saysOfEach(answer, group.size());
    return isRefused ? Collections.nCopies(group.size(), REFUSED) : outcomes;
  }
}
