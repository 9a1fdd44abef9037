package dev.patchbay.cli.deadletters;

import dev.patchbay.cli.hub.Running;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Gatherers;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/**
 * The dead letters behind every hop of a hub, read without taking them. SQS hides what is read:
 * what is wanted stays hidden while it is worked on, all else is shown again at once, and what
 * another command hides is waited for.
 */
final class DeadLetters implements AutoCloseable {
  /** A command that is killed hides its letters for so long, and another waits so long for them. */
  private static final Duration HIDDEN = Duration.ofSeconds(30);

  private static final Duration RENEWED = HIDDEN.dividedBy(3);
  private static final Duration POLL = Duration.ofMillis(300);
  private static final int BATCH = 10;

  private final SqsClient sqs;
  private final String stack;
  private final Map<String, String> urls = new LinkedHashMap<>();
  private final Map<String, DeadLetter> hidden = new LinkedHashMap<>();
  private long renewed = System.nanoTime();

  DeadLetters(Running hub) {
    this.sqs = hub.client(SqsClient.builder()).build();
    this.stack = hub.stack();
  }

  SqsClient sqs() {
    return sqs;
  }

  /** The address of a queue of the hub. */
  String url(String queue) {
    return urls.computeIfAbsent(
        queue, name -> sqs.getQueueUrl(get -> get.queueName(name)).queueUrl());
  }

  /** Every dead-letter queue of the hub. */
  List<Hop> hops() {
    return sqs.listQueuesPaginator(list -> list.queueNamePrefix(stack + "-")).queueUrls().stream()
        .map(url -> Hop.of(stack, url.substring(url.lastIndexOf('/') + 1)))
        .filter(Objects::nonNull)
        .toList();
  }

  /** The letters that are wanted, oldest first. They are hidden until they are deleted or shown. */
  List<DeadLetter> find(Predicate<DeadLetter> wanted) {
    return find(hops(), wanted);
  }

  /** Those behind some hops only. */
  List<DeadLetter> find(List<Hop> hops, Predicate<DeadLetter> wanted) {
    List<DeadLetter> found = new ArrayList<>();
    for (Hop hop : hops) {
      Map<Boolean, List<DeadLetter>> read =
          all(hop).stream().collect(Collectors.partitioningBy(wanted));
      show(read.get(false));
      found.addAll(read.get(true));
    }
    found.sort(java.util.Comparator.comparing(DeadLetter::at));
    return found;
  }

  private List<DeadLetter> all(Hop hop) {
    Map<String, DeadLetter> all = new LinkedHashMap<>();
    long patience = System.nanoTime() + HIDDEN.plusSeconds(5).toNanos();
    do {
      drain(hop, all);
    } while (isReadElsewhere(hop, all.size()) && System.nanoTime() < patience && paused());
    return List.copyOf(all.values());
  }

  /** Waits until nothing of a hop is hidden by another command. */
  void awaitOthers(Hop hop) {
    long patience = System.nanoTime() + HIDDEN.plusSeconds(5).toNanos();
    while (isReadElsewhere(hop, 0) && System.nanoTime() < patience && paused()) {
      // it ends, or its time is over
    }
  }

  private void drain(Hop hop, Map<String, DeadLetter> all) {
    // A short poll asks some of SQS's servers only, so one that comes empty proves nothing yet.
    for (int empty = 0; empty < 2; ) {
      keep();
      List<Message> messages = receive(hop);
      int before = all.size();
      for (Message message : messages) {
        DeadLetter letter = new DeadLetter(hop, message);
        all.put(letter.id(), letter);
        hidden.put(letter.id(), letter);
      }
      empty = all.size() == before ? empty + 1 : 0;
    }
  }

  private List<Message> receive(Hop hop) {
    return sqs.receiveMessage(
            receive ->
                receive
                    .queueUrl(url(hop.queue()))
                    .maxNumberOfMessages(BATCH)
                    .visibilityTimeout((int) HIDDEN.toSeconds())
                    .waitTimeSeconds(0)
                    .messageAttributeNames("All")
                    .messageSystemAttributeNames(MessageSystemAttributeName.ALL))
        .messages();
  }

  private boolean isReadElsewhere(Hop hop, int ours) {
    QueueAttributeName name = QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE;
    String all =
        sqs.getQueueAttributes(get -> get.queueUrl(url(hop.queue())).attributeNames(name))
            .attributes()
            .get(name);
    return Integer.parseInt(all) > ours;
  }

  private static boolean paused() {
    try {
      Thread.sleep(POLL);
      return true;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Keeps hidden what is hidden, where that is due; to be called while work goes on. */
  void keep() {
    if (System.nanoTime() - renewed > RENEWED.toNanos()) {
      change(List.copyOf(hidden.values()), HIDDEN);
      renewed = System.nanoTime();
    }
  }

  /** Deletes a letter for good. */
  void delete(DeadLetter letter) {
    sqs.deleteMessage(
        delete ->
            delete
                .queueUrl(url(letter.hop().queue()))
                .receiptHandle(letter.message().receiptHandle()));
    hidden.remove(letter.id());
  }

  /** Shows again what is still hidden. */
  @Override
  public void close() {
    show(List.copyOf(hidden.values()));
    sqs.close();
  }

  private void show(List<DeadLetter> letters) {
    change(letters, Duration.ZERO);
    letters.forEach(letter -> hidden.remove(letter.id()));
  }

  private void change(List<DeadLetter> letters, Duration visibility) {
    letters.stream()
        .collect(Collectors.groupingBy(DeadLetter::hop))
        .forEach(
            (hop, all) ->
                all.stream()
                    .gather(Gatherers.windowFixed(BATCH))
                    .forEach(batch -> change(hop, batch, visibility)));
  }

  private void change(Hop hop, List<DeadLetter> letters, Duration visibility) {
    List<ChangeMessageVisibilityBatchRequestEntry> entries = new ArrayList<>();
    for (DeadLetter letter : letters) {
      entries.add(
          ChangeMessageVisibilityBatchRequestEntry.builder()
              .id(Integer.toString(entries.size()))
              .receiptHandle(letter.message().receiptHandle())
              .visibilityTimeout((int) visibility.toSeconds())
              .build());
    }
    sqs.changeMessageVisibilityBatch(change -> change.queueUrl(url(hop.queue())).entries(entries));
  }
}
