package dev.patchbay.connectors.kit;

import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import dev.patchbay.core.json.JsonException;
import dev.patchbay.core.log.Log;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.LongSupplier;

/**
 * Makes the deliveries of a batch of messages side by side, and says which messages must come
 * again.
 */
final class BatchWorker {
  /**
   * A call ends by its deadline, and its record a little later; what cannot end in time is not
   * begun.
   */
  private static final long LEAST_MILLIS = 30_000;

  private static final int LONGEST_REASON = 500;

  /** An attribute that only a dead letter has, and keeps when it is put back. */
  private static final String DEAD_LETTER = "state";

  private final String connector;
  private final Deliverer deliverer;
  private final Queue queue;

  BatchWorker(String connector, Deliverer deliverer, Queue queue) {
    this.connector = connector;
    this.deliverer = deliverer;
    this.queue = queue;
  }

  /**
   * Works off a batch.
   *
   * @param remaining milliseconds until the invocation is cut off
   */
  SQSBatchResponse work(List<SQSEvent.SQSMessage> messages, LongSupplier remaining) {
    Map<String, Future<Boolean>> done = new LinkedHashMap<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (SQSEvent.SQSMessage message : messages) {
        done.put(message.getMessageId(), threads.submit(() -> work(message, remaining)));
      }
    }
    List<SQSBatchResponse.BatchItemFailure> again = new ArrayList<>();
    done.forEach(
        (id, result) -> {
          if (!isDone(result)) {
            again.add(new SQSBatchResponse.BatchItemFailure(id));
          }
        });
    return new SQSBatchResponse(again);
  }

  private boolean isDone(Future<Boolean> result) {
    try {
      return result.get();
    } catch (ExecutionException e) {
      Log.error("message left in the queue", e.getCause(), "connector", connector);
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Whether the message is needed no more. */
  private boolean work(SQSEvent.SQSMessage message, LongSupplier remaining) {
    RoutedMessage routed;
    List<RoutedMessage.Placed> deliveries;
    try {
      routed =
          RoutedMessage.parse(
              message.getBody(), message.getMessageAttributes().containsKey(DEAD_LETTER));
      deliveries = routed.of(connector);
    } catch (JsonException e) {
      bury(message, "malformed message: " + e.getMessage());
      return true;
    }
    Optional<Duration> wait = Optional.empty();
    for (RoutedMessage.Placed placed : deliveries) {
      if (remaining.getAsLong() < LEAST_MILLIS) {
        return false;
      }
      wait = shorter(wait, deliverer.deliver(routed, placed));
    }
    wait.ifPresent(pause -> queue.hide(message.getReceiptHandle(), pause));
    return wait.isEmpty();
  }

  private static Optional<Duration> shorter(Optional<Duration> one, Optional<Duration> other) {
    if (one.isEmpty() || other.isEmpty()) {
      return one.or(() -> other);
    }
    return one.get().compareTo(other.get()) <= 0 ? one : other;
  }

  private void bury(SQSEvent.SQSMessage message, String reason) {
    String cut = reason.length() > LONGEST_REASON ? reason.substring(0, LONGEST_REASON) : reason;
    queue.bury(message.getBody(), Map.of("connector", connector, "state", "dead", "reason", cut));
    Log.warn("malformed message", "connector", connector, "reason", cut);
  }
}
