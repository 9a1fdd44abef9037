package dev.patchbay.cli.deploy;

import dev.patchbay.cli.command.CommandFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.QueueDoesNotExistException;

/** Keeps a connector from going while its queues hold something, since they would go with it. */
final class LeavingConnectors {
  private static final List<QueueAttributeName> COUNTS =
      List.of(
          QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES,
          QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE,
          QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_DELAYED);

  private final SqsClient sqs;
  private final String stack;

  LeavingConnectors(SqsClient sqs, String stack) {
    this.sqs = sqs;
    this.stack = stack;
  }

  /**
   * Looks into the queues of connectors that are to go.
   *
   * @throws CommandFailure that names what they hold, and what to do about it
   */
  void check(List<String> connectors) {
    List<String> full = connectors.stream().flatMap(this::holding).toList();
    if (!full.isEmpty()) {
      throw new CommandFailure(
          String.join(System.lineSeparator(), full)
              + System.lineSeparator()
              + "Nothing was deployed. Keep a route for it until its queue is empty (./patchbay"
              + " deadletters, redrive and discard with --stack "
              + stack
              + "), then deploy again.");
    }
  }

  private Stream<String> holding(String connector) {
    List<String> held = new ArrayList<>();
    long deliveries = messages(stack + "-" + connector);
    long deadLetters = messages(stack + "-" + connector + "-dead-letters");
    if (deliveries > 0) {
      held.add(counted(deliveries, "delivery", "deliveries"));
    }
    if (deadLetters > 0) {
      held.add(counted(deadLetters, "dead letter", "dead letters"));
    }
    return held.isEmpty()
        ? Stream.empty()
        : Stream.of(
            "the connector %s would go, and its queues still hold %s"
                .formatted(connector, String.join(" and ", held)));
  }

  private static String counted(long count, String one, String many) {
    return count + " " + (count == 1 ? one : many);
  }

  private long messages(String queue) {
    try {
      String url = sqs.getQueueUrl(get -> get.queueName(queue)).queueUrl();
      Map<QueueAttributeName, String> counts =
          sqs.getQueueAttributes(get -> get.queueUrl(url).attributeNames(COUNTS)).attributes();
      return counts.values().stream().mapToLong(Long::parseLong).sum();
    } catch (QueueDoesNotExistException e) {
      return 0;
    }
  }
}
