package dev.patchbay.cli.deadletters;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Gatherers;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.BatchResultErrorEntry;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequestEntry;

/**
 * The letters that a command has read, hidden from everybody else until they are deleted or shown.
 * They stay hidden for as long as this lives, in batches and side by side. Thread-safe.
 */
final class Hidden implements AutoCloseable {
  /** What SQS takes in one call. */
  static final int BATCH = 10;

  static final int SIDE_BY_SIDE = 8;

  /** A command that is killed hides a few letters for so long. */
  private static final Duration SHORTEST = Duration.ofSeconds(30);

  /** And longer by a second for each so many, since each must be hidden again before it ends. */
  private static final int A_SECOND_MORE = 500;

  private final SqsClient sqs;
  private final UnaryOperator<String> urls;
  private final Map<String, DeadLetter> letters = new ConcurrentHashMap<>();
  private final ExecutorService calls =
      Executors.newFixedThreadPool(SIDE_BY_SIDE, Thread.ofVirtual().factory());
  private final Object turn = new Object();
  private final Thread renewing = Thread.ofVirtual().unstarted(this::renew);

  /**
   * @param urls of queues, by name
   */
  Hidden(SqsClient sqs, UnaryOperator<String> urls) {
    this.sqs = sqs;
    this.urls = urls;
    renewing.start();
  }

  /** For how long letters are hidden where there are so many. */
  static Duration span(int letters) {
    return SHORTEST.plusSeconds(letters / A_SECOND_MORE);
  }

  void add(DeadLetter letter) {
    letters.put(letter.id(), letter);
  }

  /** How many of a hop's are hidden. */
  int of(Hop hop) {
    return (int) letters.values().stream().filter(letter -> letter.hop().equals(hop)).count();
  }

  private void renew() {
    try {
      while (true) {
        Thread.sleep(span(letters.size()).dividedBy(3));
        synchronized (turn) { // what is shown meanwhile is not hidden again
          change(letters.values(), span(letters.size()));
        }
      }
    } catch (InterruptedException _) {
      // It is closed.
    }
  }

  /** Shows letters to everybody again. */
  void show(Collection<DeadLetter> shown) {
    synchronized (turn) {
      shown.forEach(letter -> letters.remove(letter.id()));
      change(shown, Duration.ZERO);
    }
  }

  private void change(Collection<DeadLetter> changed, Duration visibility) {
    inBatches(
        changed,
        (hop, batch) -> {
          List<ChangeMessageVisibilityBatchRequestEntry> entries = new ArrayList<>();
          for (DeadLetter letter : batch) {
            entries.add(
                ChangeMessageVisibilityBatchRequestEntry.builder()
                    .id(Integer.toString(entries.size()))
                    .receiptHandle(letter.message().receiptHandle())
                    .visibilityTimeout((int) visibility.toSeconds())
                    .build());
          }
          try {
            sqs.changeMessageVisibilityBatch(
                change -> change.queueUrl(urls.apply(hop.queue())).entries(entries));
          } catch (SdkException _) {
            // They are shown when their time is over.
          }
          return List.of();
        });
  }

  /**
   * Deletes letters for good.
   *
   * @return those that SQS did not delete
   */
  List<DeadLetter> delete(Collection<DeadLetter> deleted) {
    return inBatches(deleted, this::deleteBatch);
  }

  private List<DeadLetter> deleteBatch(Hop hop, List<DeadLetter> batch) {
    List<DeleteMessageBatchRequestEntry> entries = new ArrayList<>();
    for (DeadLetter letter : batch) {
      entries.add(
          DeleteMessageBatchRequestEntry.builder()
              .id(Integer.toString(entries.size()))
              .receiptHandle(letter.message().receiptHandle())
              .build());
    }
    List<DeadLetter> left =
        sqs
            .deleteMessageBatch(delete -> delete.queueUrl(urls.apply(hop.queue())).entries(entries))
            .failed()
            .stream()
            .map(BatchResultErrorEntry::id)
            .map(id -> batch.get(Integer.parseInt(id)))
            .toList();
    batch.stream().filter(letter -> !left.contains(letter)).forEach(it -> letters.remove(it.id()));
    return left;
  }

  private interface Call {
    List<DeadLetter> of(Hop hop, List<DeadLetter> batch);
  }

  private List<DeadLetter> inBatches(Collection<DeadLetter> all, Call call) {
    List<Callable<List<DeadLetter>>> batches = new ArrayList<>();
    all.stream()
        .collect(Collectors.groupingBy(DeadLetter::hop))
        .forEach(
            (hop, ofHop) ->
                ofHop.stream()
                    .gather(Gatherers.windowFixed(BATCH))
                    .forEach(batch -> batches.add(() -> call.of(hop, batch))));
    return SideBySide.run(calls, batches).stream().flatMap(List::stream).toList();
  }

  /** Shows again what is still hidden. */
  @Override
  public void close() {
    renewing.interrupt();
    show(List.copyOf(letters.values()));
    calls.close();
  }
}
