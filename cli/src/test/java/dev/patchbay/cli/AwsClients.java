package dev.patchbay.cli;

import dev.patchbay.cli.hub.Running;
import dev.patchbay.local.Hub;
import java.util.Map;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** AWS's own clients on a hub. */
final class AwsClients implements AutoCloseable {
  private final SqsClient sqs;

  AwsClients(Hub hub) {
    sqs = Running.at(hub).client(SqsClient.builder()).build();
  }

  /** Messages of a queue that are neither delivered nor given up. */
  long waiting(String queue) {
    String url = sqs.getQueueUrl(get -> get.queueName(queue)).queueUrl();
    Map<QueueAttributeName, String> counts =
        sqs.getQueueAttributes(get -> get.queueUrl(url).attributeNames(QueueAttributeName.ALL))
            .attributes();
    return Long.parseLong(counts.get(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES))
        + Long.parseLong(counts.get(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE));
  }

  @Override
  public void close() {
    sqs.close();
  }
}
