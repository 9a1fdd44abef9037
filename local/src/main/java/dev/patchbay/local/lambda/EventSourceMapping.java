package dev.patchbay.local.lambda;

import dev.patchbay.core.json.Json;
import dev.patchbay.core.json.JsonException;
import dev.patchbay.core.log.Log;
import dev.patchbay.local.aws.Arns;
import dev.patchbay.local.aws.sqs.Message;
import dev.patchbay.local.aws.sqs.Queues;
import dev.patchbay.local.template.TemplateException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads a queue for a function, as Lambda's poller does
 * (https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html): a batch at a time for each of its
 * readers; what the function's answer does not name is deleted, the rest comes again.
 */
public final class EventSourceMapping implements AutoCloseable {
  private static final Duration WAIT = Duration.ofSeconds(20);

  /** What Lambda wants of the role before it makes a mapping. */
  private static final List<String> NEEDED =
      List.of("sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes");

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final LambdaFunction function;
  private final Queues queues;
  private final String queue;
  private final String arn;
  private final int batchSize;
  private final Duration window;
  private final boolean partial;
  private final List<Reader> readers = new ArrayList<>();
  private volatile boolean open = true;

  /**
   * @param window for how long a batch that is not full waits for more
   * @param readers how many batches may be under way at once
   * @param partial whether the function reports the messages that failed
   */
  EventSourceMapping(
      LambdaFunction function,
      Queues queues,
      String queue,
      int batchSize,
      Duration window,
      int readers,
      boolean partial) {
    this.function = function;
    this.queues = queues;
    this.queue = queue;
    this.arn = Arns.of("sqs", queue);
    this.batchSize = batchSize;
    this.window = window;
    this.partial = partial;
    for (int i = 0; i < readers; i++) {
      this.readers.add(new Reader());
    }
  }

  /**
   * Begins to read.
   *
   * @throws TemplateException when there is no such queue, or the function's role may not read it
   */
  public void start() {
    if (!queues.exists(arn)) {
      throw new TemplateException(
          function.name() + " is to read the queue " + queue + ", and the laptop has none of that");
    }
    for (String action : NEEDED) {
      if (!function.session().may(action, arn)) {
        throw new TemplateException(
            "The function execution role of %s does not have permissions to call %s on SQS (%s)"
                .formatted(function.name(), action.substring(4), arn));
      }
    }
    readers.forEach(reader -> reader.thread.start());
  }

  /** Takes batch after batch; idle where it only waits for one. */
  private final class Reader {
    private final Thread thread =
        Thread.ofVirtual().name("reader of " + queue).unstarted(this::read);
    private volatile boolean idle = true;

    private void read() {
      while (open) {
        try {
          function.session().require("sqs:ReceiveMessage", arn);
          List<Message> batch = batch();
          if (!batch.isEmpty()) {
            idle = false;
            for (SqsEvent.Part part : SqsEvent.parts(queue, batch)) {
              work(part.messages(), part.event());
            }
            idle = true;
          }
        } catch (InterruptedException e) {
          return;
        } catch (RuntimeException e) {
          idle = true;
          failed(e);
        }
      }
    }
  }

  private List<Message> batch() throws InterruptedException {
    List<Message> batch = new ArrayList<>(queues.receive(queue, batchSize, WAIT, null));
    long until = System.nanoTime() + window.toNanos();
    while (open && !batch.isEmpty() && batch.size() < batchSize) {
      Duration left = Duration.ofNanos(until - System.nanoTime());
      if (!left.isPositive()) {
        break;
      }
      batch.addAll(queues.receive(queue, batchSize - batch.size(), left, null));
    }
    return batch;
  }

  private void failed(RuntimeException failure) {
    if (open) {
      Log.error("queue cannot be read", failure, "queue", queue);
      pause();
    }
  }

  private static void pause() {
    try {
      Thread.sleep(Duration.ofSeconds(1));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void work(List<Message> batch, byte[] event) throws InterruptedException {
    try {
      byte[] answer = function.invoke(event);
      Set<String> failed = failures(answer, batch).orElse(null);
      if (failed != null) {
        function.session().require("sqs:DeleteMessage", arn);
        queues.delete(
            queue,
            batch.stream()
                .filter(message -> !failed.contains(message.messageId()))
                .map(Message::receiptHandle)
                .toList());
      }
    } catch (FunctionException e) {
      // The batch comes again when its visibility ends.
      Log.warn("batch left in the queue", "queue", queue, "reason", e.getMessage());
    }
  }

  /** The ids that the answer names; empty where the whole batch counts as failed. */
  private Optional<Set<String>> failures(byte[] answer, List<Message> batch) {
    if (!partial || answer.length == 0) {
      return Optional.of(Set.of());
    }
    try {
      Set<String> failed = new HashSet<>();
      Object items =
          Json.parse(answer) instanceof Map<?, ?> map ? map.get("batchItemFailures") : null;
      if (items == null) {
        return Optional.of(failed);
      }
      for (Object item : (List<?>) items) {
        failed.add((String) Json.object(item).get("itemIdentifier"));
      }
      boolean known = batch.stream().map(Message::messageId).toList().containsAll(failed);
      return known ? Optional.of(failed) : Optional.empty();
    } catch (JsonException | ClassCastException e) {
      return Optional.empty();
    }
  }

  /** Stops to read and waits for what is under way. */
  @Override
  public void close() {
    open = false;
    try {
      long until = System.nanoTime() + PATIENCE.toNanos();
      for (Reader reader : readers) {
        if (reader.idle) {
          reader.thread.interrupt();
        }
      }
      for (Reader reader : readers) {
        reader.thread.join(Duration.ofNanos(Math.max(1, until - System.nanoTime())));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
