package dev.patchbay.cli.deadletters;

import dev.patchbay.cli.hub.Running;
import java.util.HashMap;
import java.util.Map;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;

/**
 * Puts dead letters back where they can be delivered. The ledger keeps what was delivered meanwhile
 * from being sent twice.
 */
final class Redrive {
  private final boolean resendUnknown;
  private final DeadLetters letters;
  private final RuleTargets targets;
  private final String stack;

  /**
   * @param resendUnknown whether what may have been carried out is sent again though nobody can
   *     tell
   */
  Redrive(Running hub, DeadLetters letters, RuleTargets targets, boolean resendUnknown) {
    this.resendUnknown = resendUnknown;
    this.letters = letters;
    this.targets = targets;
    this.stack = hub.stack();
  }

  /** Puts one back and deletes it; a failure leaves it where it was. */
  void redrive(DeadLetter letter) {
    if (letter.hop().isOfRules()) {
      if (!targets.handOver(letter)) {
        targets.publish(stack, letter);
      }
    } else if (letter.hop().back() == null) {
      // A subscription's: it is meant for one of the queues, and does no harm in the others.
      letter.connectors().forEach(connector -> send(stack + "-" + connector, letter));
    } else {
      send(letter.hop().back(), letter);
    }
    letters.delete(letter);
  }

  private void send(String queue, DeadLetter letter) {
    SqsClient sqs = letters.sqs();
    // Its attributes say that it was given up, and so make it claimable again.
    Map<String, MessageAttributeValue> attributes =
        new HashMap<>(letter.message().messageAttributes());
    if (resendUnknown && letter.isUnknown()) {
      attributes.put(
          "onUnknown",
          MessageAttributeValue.builder().dataType("String").stringValue("resend").build());
    }
    sqs.sendMessage(
        send ->
            send.queueUrl(letters.url(queue))
                .messageBody(letter.message().body())
                .messageAttributes(attributes));
  }
}
