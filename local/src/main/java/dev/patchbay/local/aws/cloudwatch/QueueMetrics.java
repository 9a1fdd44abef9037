package dev.patchbay.local.aws.cloudwatch;

import dev.patchbay.local.aws.sqs.Queues;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;

/**
 * What SQS says of a queue every minute
 * (https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html).
 */
final class QueueMetrics {
  static final String NAMESPACE = "AWS/SQS";
  private static final String VISIBLE = "ApproximateNumberOfMessagesVisible";
  private static final String HIDDEN = "ApproximateNumberOfMessagesNotVisible";
  private static final String AGE = "ApproximateAgeOfOldestMessage";
  static final Set<String> NAMES = Set.of(VISIBLE, HIDDEN, AGE);

  private final Queues queues;
  private final Metrics metrics;

  QueueMetrics(Queues queues, Metrics metrics) {
    this.queues = queues;
    this.metrics = metrics;
  }

  void measure(Metric metric, Instant at) {
    String queue = metric.dimensions().get("QueueName");
    if (metric.name().equals(VISIBLE)) {
      metrics.add(metric, at, queues.counts(queue)[0]);
      return;
    }
    if (metric.name().equals(HIDDEN)) {
      metrics.add(metric, at, queues.counts(queue)[1]);
      return;
    }
    queues
        .oldest(queue)
        .ifPresent(sent -> metrics.add(metric, at, Duration.between(sent, at).toSeconds()));
  }
}
