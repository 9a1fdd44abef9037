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
import java.time.Instant;
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
   * SQS gives up what it has handed out 1000 times (connectors/template.yaml), as may happen within
   * half an hour where a destination says "in a second" each time. After so many receives each
   * pause is longer than the one before by that much, so that 1000 of them last more than a day.
   */
  private static final int OFTEN = 100;

  private static final Duration SLOWER = Duration.ofMillis(250);

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

  /** For what had no time in this invocation. */
  private static final Duration SOON = Duration.ofSeconds(1);

  private final String connector;
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
    Deliverer deliverer =
        new Deliverer(
            destination,
            ledger,
            new Payloads(objects),
            new Gathering(digests, ledger, clock),
            limits,
            new Calls(entry, limits.deadline(), Limits.ASKING),
            new Settlement(destination, ledger, queue, backoff, clock),
            tracer,
            clock);
    return new BatchWorker(entry.name(), deliverer, limits, queue, clock);
  }

  BatchWorker(
      String connector, Deliverer deliverer, Limits limits, Queue queue, InstantSource clock) {
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
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
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

  /** A message and how far it has come. Written by one thread at a time. */
  private static final class Work {
    private final SQSEvent.SQSMessage message;
    private final List<Deliverer.Stage.Ready> sharing = new ArrayList<>();
    private Optional<Duration> wait = Optional.empty();
    private String event;
    private boolean isUnfinished;

    private Work(SQSEvent.SQSMessage message) {
      this.message = message;
    }

    /** Whether it was handed out to nobody before. */
    private boolean isNew() {
      return receives() == 1;
    }

    private Map<String, String> attributes() {
      Map<String, String> attributes = new LinkedHashMap<>();
      message
          .getMessageAttributes()
          .forEach((name, attribute) -> attributes.put(name, attribute.getStringValue()));
      return attributes;
    }

    private int receives() {
      String count = message.getAttributes().get("ApproximateReceiveCount");
      return count == null ? 0 : Integer.parseInt(count);
    }

    /** When it came into the queue; now or later where that is not known. */
    private Instant sent() {
      String millis = message.getAttributes().get("SentTimestamp");
      return millis == null ? Instant.MAX : Instant.ofEpochMilli(Long.parseLong(millis));
    }

    /** How long it waits, and no shorter than lets its age limit come before SQS gives it up. */
    private Duration pause(Duration asked) {
      Duration least = SLOWER.multipliedBy(Math.max(0, receives() - OFTEN));
      return asked.compareTo(least) < 0 ? least : asked;
    }

    /** The message comes again after the shortest of its deliveries' waits. */
    private void waits(Optional<Duration> other) {
      if (wait.isEmpty() || (other.isPresent() && other.get().compareTo(wait.get()) < 0)) {
        wait = other;
      }
    }
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
      Deliverer.Stage stage;
      try {
        stage = deliverer.ready(routed, placed, work.isNew());
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
        case Deliverer.Stage.Over over -> work.waits(over.pause());
        case Deliverer.Stage.Ready ready when ready.isBatched() -> work.sharing.add(ready);
        case Deliverer.Stage.Ready ready -> work.waits(deliverer.made(ready, remaining));
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
    List<Deliverer.Stage.Ready> sharing = new ArrayList<>();
    for (Work work : all) {
      for (Deliverer.Stage.Ready ready : work.sharing) {
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
