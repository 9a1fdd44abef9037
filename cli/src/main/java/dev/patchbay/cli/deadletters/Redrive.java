package dev.patchbay.cli.deadletters;

import dev.patchbay.cli.command.Failures;
import dev.patchbay.cli.hub.Running;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Puts dead letters back where they can be delivered, each before it is deleted: what is cut off in
 * between is there twice, and the ledger keeps it from being delivered twice. Thread-safe.
 */
final class Redrive {
  private final boolean resendUnknown;
  private final DeadLetters letters;
  private final RuleTargets targets;
  private final Rate rate;
  private final QueueBatch queues;
  private final String stack;
  private final Set<List<String>> begun = ConcurrentHashMap.newKeySet();
  private final AtomicInteger back = new AtomicInteger();
  private final AtomicInteger returned = new AtomicInteger();
  private final List<String> failures = Collections.synchronizedList(new ArrayList<>());

  /**
   * @param resendUnknown whether what may have been carried out is sent again though nobody can
   *     tell
   */
  Redrive(Running hub, DeadLetters letters, RuleTargets targets, Rate rate, boolean resendUnknown) {
    this.resendUnknown = resendUnknown;
    this.letters = letters;
    this.targets = targets;
    this.rate = rate;
    this.queues = new QueueBatch(letters);
    this.stack = hub.stack();
  }

  /** How many were put back so far. */
  int back() {
    return back.get();
  }

  /** How many were put back and have been given up again already. */
  int returned() {
    return returned.get();
  }

  /** Of those that are left where they were, why. */
  List<String> failures() {
    return failures;
  }

  /**
   * Puts back letters of one hop, as fast as the rate lets it. A failure leaves one where it was.
   */
  void redrive(List<DeadLetter> found) {
    List<DeadLetter> first =
        found.stream()
            .filter(it -> begun.add(it.identity()))
            .map(it -> resendUnknown && it.isUnknown() ? it.resent() : it)
            .toList();
    returned.addAndGet(found.size() - first.size());
    if (first.isEmpty() || !rate.await(first.size())) {
      return;
    }
    Hop hop = first.getFirst().hop();
    List<DeadLetter> sent =
        hop.back() == null
            ? first.stream().filter(this::isHandedOver).toList()
            : queues.send(hop.back(), first, this::failed);
    back.addAndGet(sent.size());
    letters
        .delete(sent)
        .forEach(it -> failures.add(it.id() + ": put back, and SQS did not delete it here"));
  }

  private boolean isHandedOver(DeadLetter letter) {
    try {
      handOver(letter);
      return true;
    } catch (RuntimeException e) {
      failed(letter, Failures.explain(e));
      return false;
    }
  }

  private void failed(DeadLetter letter, String reason) {
    failures.add(letter.id() + ": " + reason);
  }

  private void handOver(DeadLetter letter) {
    if (!letter.hop().isOfRules()) {
      // A subscription's: it is meant for one of the queues, and does no harm in the others.
      letter.connectors().forEach(connector -> queues.send(stack + "-" + connector, letter));
    } else if (!targets.handOver(letter)) {
      targets.publish(stack, letter);
    }
  }
}
