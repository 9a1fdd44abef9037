package dev.patchbay.cli.deadletters;

import dev.patchbay.cli.hub.Running;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.Predicate;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/**
 * The dead letters behind every hop of a hub, read without taking them. SQS hides what is read:
 * what is wanted stays hidden while it is worked on, all else is shown again when its queue has
 * been read, and what another command hides is waited for. Thread-safe.
 */
final class DeadLetters implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(300);
  private static final Duration SLACK = Duration.ofSeconds(5);

  private final SqsClient sqs;
  private final String stack;
  private final Map<String, String> urls = new ConcurrentHashMap<>();
  private final Hidden hidden;

  DeadLetters(Running hub) {
    this.sqs = hub.client(SqsClient.builder()).build();
    this.stack = hub.stack();
    this.hidden = new Hidden(sqs, this::url);
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
    List<DeadLetter> found = Collections.synchronizedList(new ArrayList<>());
    read(hops(), wanted, Hidden.BATCH, found::addAll);
    return found.stream().sorted(Comparator.comparing(DeadLetter::at)).toList();
  }

  /**
   * Reads the letters behind some hops.
   *
   * @param most letters read at once, from 1 to 10
   * @param work what becomes of those that are wanted, a few at a time and on several threads: more
   *     are read meanwhile
   */
  void read(
      List<Hop> hops, Predicate<DeadLetter> wanted, int most, Consumer<List<DeadLetter>> work) {
    try (ExecutorService threads =
        Executors.newFixedThreadPool(Hidden.SIDE_BY_SIDE, Thread.ofVirtual().factory())) {
      for (Hop hop : hops) {
        Map<String, DeadLetter> others = new ConcurrentHashMap<>();
        Set<String> seen = ConcurrentHashMap.newKeySet();
        Reader reader = new Reader(hop, wanted, most, work, seen, others);
        long patience = patience(hop);
        do {
          SideBySide.run(threads, Collections.nCopies(readers(hop), Executors.callable(reader)));
        } while (isReadElsewhere(hop) && System.nanoTime() < patience && paused());
        hidden.show(others.values());
      }
    }
  }

  /** One for each few letters: each asks twice in vain before it ends. */
  private int readers(Hop hop) {
    int letters = count(hop, QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES);
    return Math.min(Hidden.SIDE_BY_SIDE, 1 + letters / Hidden.BATCH);
  }

  /** One of those who read a queue until there is nothing new in it. */
  private final class Reader implements Runnable {
    private final Hop hop;
    private final Predicate<DeadLetter> wanted;
    private final int most;
    private final Consumer<List<DeadLetter>> work;
    private final Set<String> seen;
    private final Map<String, DeadLetter> others;

    private Reader(
        Hop hop,
        Predicate<DeadLetter> wanted,
        int most,
        Consumer<List<DeadLetter>> work,
        Set<String> seen,
        Map<String, DeadLetter> others) {
      this.hop = hop;
      this.wanted = wanted;
      this.most = most;
      this.work = work;
      this.seen = seen;
      this.others = others;
    }

    @Override
    public void run() {
      // A short poll asks some of SQS's servers only, so one that comes empty proves nothing yet.
      for (int empty = 0; empty < 2; ) {
        List<DeadLetter> found = new ArrayList<>();
        boolean isNew = false;
        for (DeadLetter letter : receive(hop, most, Hidden.span(seen.size()))) {
          boolean isFirst = seen.add(letter.id());
          isNew |= isFirst;
          if (!wanted.test(letter)) {
            hidden.add(letter);
            others.put(letter.id(), letter);
          } else if (isFirst) {
            hidden.add(letter);
            found.add(letter);
          }
        }
        empty = isNew ? 0 : empty + 1;
        if (!found.isEmpty()) {
          work.accept(found);
        }
      }
    }
  }

  private List<DeadLetter> receive(Hop hop, int most, Duration visibility) {
    List<Message> messages =
        sqs.receiveMessage(
                receive ->
                    receive
                        .queueUrl(url(hop.queue()))
                        .maxNumberOfMessages(most)
                        .visibilityTimeout((int) visibility.toSeconds())
                        .waitTimeSeconds(0)
                        .messageAttributeNames("All")
                        .messageSystemAttributeNames(MessageSystemAttributeName.ALL))
            .messages();
    return messages.stream().map(message -> new DeadLetter(hop, message)).toList();
  }

  /** Waits until nothing of a hop is hidden by another command. */
  void awaitOthers(Hop hop) {
    long patience = patience(hop);
    while (isReadElsewhere(hop) && System.nanoTime() < patience && paused()) {
      // it ends, or its time is over
    }
  }

  /** When what another command hides is shown at the latest, should it have been killed. */
  private long patience(Hop hop) {
    return System.nanoTime() + Hidden.span(inFlight(hop)).plus(SLACK).toNanos();
  }

  private boolean isReadElsewhere(Hop hop) {
    return inFlight(hop) > hidden.of(hop);
  }

  private int inFlight(Hop hop) {
    return count(hop, QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE);
  }

  private int count(Hop hop, QueueAttributeName name) {
    return Integer.parseInt(
        sqs.getQueueAttributes(get -> get.queueUrl(url(hop.queue())).attributeNames(name))
            .attributes()
            .get(name));
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

  /**
   * Deletes letters for good.
   *
   * @return those that SQS did not delete
   */
  List<DeadLetter> delete(Collection<DeadLetter> letters) {
    return hidden.delete(letters);
  }

  /** Shows again what is still hidden. */
  @Override
  public void close() {
    hidden.close();
    sqs.close();
  }
}
