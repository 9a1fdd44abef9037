package dev.patchbay.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Gatherers;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;

/**
 * The dead letters behind every hop of a hub, read without taking them: they are hidden while they
 * are read, and shown again on {@link #close}.
 */
final class DeadLetters implements AutoCloseable {
  /** For how long a letter is hidden; a command that takes longer finds it changed. */
  private static final int SECONDS = 120;

  private static final int BATCH = 10;

  private final SqsClient sqs;
  private final String stack;
  private final Map<String, String> urls = new LinkedHashMap<>();
  private final List<DeadLetter> hidden = new ArrayList<>();

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

  /** The letters that are wanted, oldest first. */
  List<DeadLetter> find(Predicate<DeadLetter> wanted) {
    List<DeadLetter> found = new ArrayList<>();
    for (Hop hop : hops()) {
      for (Message message : all(hop)) {
        DeadLetter letter = new DeadLetter(hop, message);
        hidden.add(letter);
        if (wanted.test(letter)) {
          found.add(letter);
        }
      }
    }
    found.sort(java.util.Comparator.comparing(DeadLetter::at));
    return found;
  }

  private List<Message> all(Hop hop) {
    Map<String, Message> all = new LinkedHashMap<>();
    // A short poll asks some of SQS's servers only, so one that comes empty proves nothing yet.
    for (int empty = 0; empty < 2; ) {
      List<Message> messages =
          sqs.receiveMessage(
                  receive ->
                      receive
                          .queueUrl(url(hop.queue()))
                          .maxNumberOfMessages(BATCH)
                          .visibilityTimeout(SECONDS)
                          .waitTimeSeconds(0)
                          .messageAttributeNames("All")
                          .messageSystemAttributeNames(MessageSystemAttributeName.ALL))
              .messages();
      int before = all.size();
      messages.forEach(message -> all.put(message.messageId(), message));
      // A letter that comes again has been hidden for its time: the queue was seen whole.
      empty = all.size() == before ? empty + 1 : 0;
    }
    return List.copyOf(all.values());
  }

  /** Deletes a letter for good. */
  void delete(DeadLetter letter) {
    sqs.deleteMessage(
        delete ->
            delete
                .queueUrl(url(letter.hop().queue()))
                .receiptHandle(letter.message().receiptHandle()));
    hidden.remove(letter);
  }

  @Override
  public void close() {
    Map<Hop, List<DeadLetter>> byHop = new LinkedHashMap<>();
    hidden.forEach(
        letter -> byHop.computeIfAbsent(letter.hop(), _ -> new ArrayList<>()).add(letter));
    byHop.forEach(
        (hop, letters) ->
            letters.stream()
                .gather(Gatherers.windowFixed(BATCH))
                .forEach(batch -> show(hop, batch)));
    sqs.close();
  }

  private void show(Hop hop, List<DeadLetter> letters) {
    List<ChangeMessageVisibilityBatchRequestEntry> entries = new ArrayList<>();
    for (DeadLetter letter : letters) {
      entries.add(
          ChangeMessageVisibilityBatchRequestEntry.builder()
              .id(Integer.toString(entries.size()))
              .receiptHandle(letter.message().receiptHandle())
              .visibilityTimeout(0)
              .build());
    }
    sqs.changeMessageVisibilityBatch(change -> change.queueUrl(url(hop.queue())).entries(entries));
  }
}
