package dev.patchbay.cli.deadletters;

import java.util.function.Consumer;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.ListMessageMoveTasksResultEntry;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/**
 * SQS moves all of a dead-letter queue back to the queue that it stands behind
 * (https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_StartMessageMoveTask.html).
 */
final class MessageMove {
  private static final long POLL_MILLIS = 500;

  private final SqsClient sqs;
  private final String from;
  private final String to;

  MessageMove(DeadLetters letters, Hop hop) {
    this.sqs = letters.sqs();
    this.from = letters.url(hop.queue());
    this.to = letters.url(hop.back());
  }

  /** Whether there is anything to move. */
  boolean isNeeded() {
    return !attribute(from, QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES).equals("0");
  }

  /**
   * Moves them and waits for the end.
   *
   * @param rate messages a second
   * @param progress is told while it goes on
   */
  ListMessageMoveTasksResultEntry run(int rate, Consumer<ListMessageMoveTasksResultEntry> progress)
      throws InterruptedException {
    String source = attribute(from, QueueAttributeName.QUEUE_ARN);
    String destination = attribute(to, QueueAttributeName.QUEUE_ARN);
    sqs.startMessageMoveTask(
        move ->
            move.sourceArn(source).destinationArn(destination).maxNumberOfMessagesPerSecond(rate));
    ListMessageMoveTasksResultEntry task;
    do {
      Thread.sleep(POLL_MILLIS);
      task =
          sqs.listMessageMoveTasks(list -> list.sourceArn(source).maxResults(1))
              .results()
              .getFirst();
      progress.accept(task);
    } while ("RUNNING".equals(task.status()));
    return task;
  }

  private String attribute(String url, QueueAttributeName name) {
    return sqs.getQueueAttributes(get -> get.queueUrl(url).attributeNames(name))
        .attributes()
        .get(name);
  }
}
