package dev.patchbay.cli;

import dev.patchbay.core.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/**
 * A queue in place of the routes' topics, for a replay that is only to be counted. It is gone on
 * {@link #close}.
 */
final class Rehearsal implements AutoCloseable {
  private static final int PATIENCE_SECONDS = 5;

  private final SqsClient sqs;
  private final String url;

  Rehearsal(Running hub, String replay) {
    this.sqs = hub.client(SqsClient.builder()).build();
    this.url = sqs.createQueue(create -> create.queueName(replay)).queueUrl();
    String arn = arn();
    Map<String, Object> statement = new LinkedHashMap<>();
    statement.put("Effect", "Allow");
    statement.put("Principal", Map.of("Service", "events.amazonaws.com"));
    statement.put("Action", "sqs:SendMessage");
    statement.put("Resource", arn);
    statement.put(
        "Condition",
        Map.of(
            "ArnLike",
            Map.of("aws:SourceArn", "arn:*:events:*:*:rule/" + hub.stack() + "/*-replay-*")));
    String policy = Json.write(Map.of("Version", "2012-10-17", "Statement", List.of(statement)));
    sqs.setQueueAttributes(
        set -> set.queueUrl(url).attributes(Map.of(QueueAttributeName.POLICY, policy)));
  }

  String arn() {
    return sqs.getQueueAttributes(
            get -> get.queueUrl(url).attributeNames(QueueAttributeName.QUEUE_ARN))
        .attributes()
        .get(QueueAttributeName.QUEUE_ARN);
  }

  /** The ledger's keys of every delivery that the replay would make. */
  List<HubView.Key> deliveries() {
    List<HubView.Key> keys = new ArrayList<>();
    List<Message> messages;
    do {
      messages =
          sqs.receiveMessage(
                  receive ->
                      receive
                          .queueUrl(url)
                          .maxNumberOfMessages(10)
                          .waitTimeSeconds(keys.isEmpty() ? PATIENCE_SECONDS : 1))
              .messages();
      for (Message message : messages) {
        keys.addAll(keys(Json.parseObject(message.body())));
        sqs.deleteMessage(delete -> delete.queueUrl(url).receiptHandle(message.receiptHandle()));
      }
    } while (!messages.isEmpty());
    return keys;
  }

  private static List<HubView.Key> keys(Map<String, Object> message) {
    Map<String, Object> detail = Json.object(Json.object(message.get("event")).get("detail"));
    String event = detail.get("source") + "/" + detail.get("account") + "/" + detail.get("id");
    List<HubView.Key> keys = new ArrayList<>();
    for (Object delivery : (List<?>) message.get("deliveries")) {
      if (Json.object(delivery).containsKey("completes")) {
        continue; // a word on a delivery that was made
      }
      keys.add(
          new HubView.Key(
              event,
              message.get("route")
                  + "/"
                  + Json.object(delivery).get("connector")
                  + "/"
                  + keys.size()));
    }
    return keys;
  }

  @Override
  public void close() {
    sqs.deleteQueue(delete -> delete.queueUrl(url));
    sqs.close();
  }
}
