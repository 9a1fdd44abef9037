package dev.patchbay.connectors.kit.delivery;

import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import dev.patchbay.connectors.kit.destination.Destination;
import dev.patchbay.connectors.kit.digest.Digests;
import dev.patchbay.connectors.kit.ledger.Ledger;
import dev.patchbay.connectors.kit.queue.Queue;
import dev.patchbay.core.bucket.BucketObjects;
import dev.patchbay.core.catalog.ConnectorEntry;
import dev.patchbay.core.json.JsonException;
import dev.patchbay.core.log.Log;
import dev.patchbay.core.metric.Measurements;
import dev.patchbay.core.metric.Metric;
import dev.patchbay.core.text.Excerpt;
import dev.patchbay.core.trace.Tracer;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;

/**
 * Makes the deliveries of a batch of messages side by side, and says which messages must come
 * again.
 */
public final class BatchWorker {
  private static final int LONGEST_REASON = 500;

  /**
   * From so many receives on a message is given up unread: it has crashed the function, or cut it
   * off, over and over. SQS would do the same at 1000, and count nothing.
   */
  private static final int TOO_OFTEN = 990;

  /**
   * A message is given up, unread, a day before SQS forgets it (connectors/template.yaml): where a
   * destination takes far less than comes, it may stand in line for as long.
   */
  private static final Duration LONGEST_STAY = Duration.ofDays(13);

  /** A function may open 1,024 files and threads, and a message worked off holds some of each. */
  private static final int MOST_AT_ONCE = 64;

  /** For what had no time in this invocation. */
  private static final Duration SOON = Duration.ofSeconds(1);

  private final String connector;
  private final Preparation preparation;
  private final Deliverer deliverer;
  private final Limits limits;
  private final Queue queue;
  private final InstantSource clock;

  /**
   * A worker of the connector that leads to this destination.
   *
   * @param digests what waits to be summed up
   * @param objects the bucket of large payloads, made when the first is read
   */
  public static BatchWorker of(
      Destination destination,
      Ledger ledger,
      Queue queue,
      Digests digests,
      Supplier<BucketObjects> objects,
      Tracer tracer,
      InstantSource clock) {
    ConnectorEntry entry = destination.entry();
    Backoff backoff = new Backoff(entry.retry(), new Random());
    Limits limits = Limits.of(entry);
    Settlement settlement = new Settlement(destination, ledger, queue, backoff, clock);
    Preparation preparation =
        new Preparation(
            destination,
            ledger,
            new Payloads(objects),
            new Gathering(digests, ledger, clock),
            limits,
            settlement,
            tracer,
            clock);
    Calls calls = new Calls(entry, limits.deadline(), Limits.ASKING);
    Deliverer deliverer = new Deliverer(destination, limits, calls, settlement);
    return new BatchWorker(entry.name(), preparation, deliverer, limits, queue, clock);
  }

  BatchWorker(
      String connector,
      Preparation preparation,
      Deliverer deliverer,
      Limits limits,
      Queue queue,
      InstantSource clock) {
    this.preparation = preparation;
    this.clock = clock;
    this.connector = connector;
    this.deliverer = deliverer;
    this.limits = limits;
    this.queue = queue;
  }

  /**
   * Works off a batch: first each message by itself, as far as its deliveries need no company, and
   * then those deliveries that share calls.
   *
   * @param remaining milliseconds until the invocation is cut off
   * @return the messages that must come again
   */
  public SQSBatchResponse work(List<SQSEvent.SQSMessage> messages, LongSupplier remaining) {
    List<Work> all = messages.stream().map(Work::new).toList();
    int atOnce = Math.clamp(all.size(), 1, MOST_AT_ONCE);
    try (ExecutorService threads = Executors.newFixedThreadPool(atOnce)) {
      Map<Work, Future<?>> begun = new LinkedHashMap<>();
      all.forEach(work -> begun.put(work, threads.submit(() -> begin(work, remaining))));
      begun.forEach(this::await);
      share(all, remaining, threads);
    }
    hide(all);
    return new SQSBatchResponse(
        all.stream()
            .filter(work -> work.isUnfinished || work.wait.isPresent())
            .map(work -> new SQSBatchResponse.BatchItemFailure(work.message.getMessageId()))
            .toList());
  }

  private void begin(Work work, LongSupplier remaining) {
    if (work.receives() >= TOO_OFTEN) {
      String reason = "handed out %d times, and came to no end".formatted(work.receives());
      bury(work.message, "message given up", reason);
      return;
    }
    if (work.sent().isBefore(clock.instant().minus(LONGEST_STAY))) {
      bury(work.message, "message given up", "waited for 13 days, and SQS keeps it for 14");
      return;
    }
    RoutedMessage routed;
    List<RoutedMessage.Placed> deliveries;
    try {
      routed = RoutedMessage.parse(work.message.getBody(), work.attributes());
      deliveries = routed.of(connector);
    } catch (JsonException e) {
      bury(work.message, "malformed message", "malformed message: " + e.getMessage());
      return;
    }
    Log.about(
            "event",
            routed.event().key(),
            "route",
            routed.route(),
            "connector",
            connector,
            "trace",
            routed.event().traceId())
        .run(() -> begin(work, routed, deliveries, remaining));
  }

  private void begin(
      Work work,
      RoutedMessage routed,
      List<RoutedMessage.Placed> deliveries,
      LongSupplier remaining) {
    work.event = routed.event().key();
    for (RoutedMessage.Placed placed : deliveries) {
      if (remaining.getAsLong() < limits.least().toMillis()) { // what cannot end is not begun
        work.waits(Optional.of(SOON));
        return;
      }
      Stage stage;
      try {
        stage = preparation.ready(routed, placed, work.isNew());
      } catch (RuntimeException e) {
        if (!isOfTheMessage(e)) {
          throw e;
        }
        Log.error("no delivery can be made of a message", e);
        work.wait = Optional.empty();
        bury(
            work.message,
            "malformed message",
            "malformed message: " + e.getClass().getSimpleName());
        return;
      }
      switch (stage) {
        case Stage.Over over -> work.waits(over.pause());
        case Stage.Ready ready when ready.isBatched() -> work.sharing.add(ready);
        case Stage.Ready ready -> work.waits(deliverer.made(ready, remaining));
      }
    }
  }

  /**
   * Whether odd values of the message are at fault, which would fail again at each of its receives:
   * the code falls over them, or DynamoDB answers and takes no such item.
   */
  private static boolean isOfTheMessage(RuntimeException e) {
    return switch (e) {
      case DynamoDbException said ->
          said.awsErrorDetails() != null
              && "ValidationException".equals(said.awsErrorDetails().errorCode());
      case ArithmeticException _,
          ClassCastException _,
          DateTimeException _,
          IllegalArgumentException _,
          NullPointerException _ ->
          true;
      default -> false;
    };
  }

  private void share(List<Work> all, LongSupplier remaining, ExecutorService threads) {
    List<Work> owners = new ArrayList<>();
    List<Stage.Ready> sharing = new ArrayList<>();
    for (Work work : all) {
      for (Stage.Ready ready : work.sharing) {
        owners.add(work);
        sharing.add(ready);
      }
    }
    List<Future<Optional<Duration>>> settled =
        deliverer.made(sharing, remaining).stream().map(left -> threads.submit(left::get)).toList();
    for (int i = 0; i < settled.size(); i++) {
      Work owner = owners.get(i);
      await(owner, settled.get(i)).ifPresent(owner::waits);
    }
  }

  /** What must wait is handed out again when its time has come. */
  private void hide(List<Work> all) {
    Map<String, Duration> pauses = new LinkedHashMap<>();
    all.stream()
        .filter(work -> !work.isUnfinished)
        .forEach(
            work ->
                work.wait.ifPresent(
                    pause -> pauses.put(work.message.getReceiptHandle(), work.pause(pause))));
    try {
      queue.hide(pauses);
    } catch (RuntimeException e) { // they come again when their visibility ends
      Log.error(
          "messages not hidden",
          e,
          "connector",
          connector,
          "events",
          all.stream().filter(work -> work.wait.isPresent()).map(work -> work.event).toList());
    }
  }

  private <T> Optional<T> await(Work work, Future<T> result) {
    try {
      return Optional.ofNullable(result.get());
    } catch (ExecutionException e) {
      Log.error(
          "message left in the queue",
          e.getCause(),
          "connector",
          connector,
          "event",
          work.event,
          "messageId",
          work.message.getMessageId());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    work.isUnfinished = true;
    return Optional.empty();
  }

  private void bury(SQSEvent.SQSMessage message, String line, String reason) {
    String cut = Excerpt.of(reason, LONGEST_REASON);
    queue.bury(message.getBody(), Map.of("connector", connector, "state", "dead", "reason", cut));
    Log.warn(
        Measurements.ofConnector(connector).count(Metric.DEAD_LETTERS),
        line,
        "connector",
        connector,
        "messageId",
        message.getMessageId(),
        "reason",
        cut);
  }
}
