package dev.patchbay.cli.replay;

import dev.patchbay.cli.hub.LedgerView;
import dev.patchbay.cli.hub.Running;
import dev.patchbay.core.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
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

  /**
   * What a replay would make.
   *
   * @param keys the ledger's, each once: an event may be in the archive twice
   * @param straight events that would go straight to AWS
   */
  record Deliveries(Set<LedgerView.Key> keys, int straight) {
    static final Deliveries NONE = new Deliveries(Set.of(), 0);
  }

  /** Every delivery that the replay would make. */
  Deliveries deliveries() {
    Set<LedgerView.Key> keys = new LinkedHashSet<>();
    int straight = 0;
    int seen = 0;
    List<Message> messages;
    do {
      int wait = seen == 0 ? PATIENCE_SECONDS : 1;
      messages =
          sqs.receiveMessage(
                  receive -> receive.queueUrl(url).maxNumberOfMessages(10).waitTimeSeconds(wait))
              .messages();
      for (Message message : messages) {
        Map<String, Object> body = Json.parseObject(message.body());
        boolean isRouted = body.get("deliveries") instanceof List<?>;
        straight += isRouted ? 0 : 1;
        keys.addAll(isRouted ? keys(body) : List.of());
        seen++;
        sqs.deleteMessage(delete -> delete.queueUrl(url).receiptHandle(message.receiptHandle()));
      }
    } while (!messages.isEmpty());
    return new Deliveries(keys, straight);
  }

  private static List<LedgerView.Key> keys(Map<String, Object> message) {
    Map<String, Object> detail = Json.object(Json.object(message.get("event")).get("detail"));
    String event = detail.get("source") + "/" + detail.get("account") + "/" + detail.get("id");
    List<LedgerView.Key> keys = new ArrayList<>();
    List<?> deliveries = (List<?>) message.get("deliveries");
    for (int index = 0; index < deliveries.size(); index++) {
      Map<String, Object> delivery = Json.object(deliveries.get(index));
      if (!delivery.containsKey("completes")) { // a word on a delivery that was made
        String place = message.get("route") + "/" + delivery.get("connector") + "/" + index;
        keys.add(new LedgerView.Key(event, place));
      }
    }
    return keys;
  }

  @Override
  public void close() {
    sqs.deleteQueue(delete -> delete.queueUrl(url));
    sqs.close();
  }
}
