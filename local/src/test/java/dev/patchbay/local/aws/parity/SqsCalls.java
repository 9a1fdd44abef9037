package dev.patchbay.local.aws.parity;

import static dev.patchbay.local.aws.parity.Setting.letters;
import static dev.patchbay.local.aws.parity.Setting.to;

import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageResponse;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;

/** Calls of SQS, in order. */
final class SqsCalls {
  private static final Map<String, MessageAttributeValue> ATTRIBUTES =
      Map.of(
          "who", MessageAttributeValue.builder().dataType("String").stringValue("Zoë").build(),
          "count", MessageAttributeValue.builder().dataType("Number").stringValue("3").build(),
          "raw",
              MessageAttributeValue.builder()
                  .dataType("Binary")
                  .binaryValue(SdkBytes.fromByteArray(new byte[] {0, 1, 2}))
                  .build());

  static final List<Call> ALL =
      List.of(
          call("create a queue", it -> it.sqs().createQueue(q -> q.queueName("orders"))),
          call("create it again", it -> it.sqs().createQueue(q -> q.queueName("orders"))),
          call(
              "create it with other attributes",
              it ->
                  it.sqs()
                      .createQueue(
                          q ->
                              q.queueName("orders")
                                  .attributes(Map.of(QueueAttributeName.DELAY_SECONDS, "3")))),
          call(
              "create a queue of 80 letters",
              it -> it.sqs().createQueue(q -> q.queueName(letters(80)))),
          call(
              "create a queue of 81 letters",
              it -> it.sqs().createQueue(q -> q.queueName(letters(81)))),
          call(
              "create a queue with an attribute that there is not",
              it ->
                  it.sqs()
                      .createQueue(
                          q -> q.queueName("odd").attributesWithStrings(Map.of("Colour", "red")))),
          call(
              "create a queue with too long a visibility",
              it ->
                  it.sqs()
                      .createQueue(
                          q ->
                              q.queueName("long")
                                  .attributes(
                                      Map.of(QueueAttributeName.VISIBILITY_TIMEOUT, "43201")))),
          call("get a queue's URL", it -> it.sqs().getQueueUrl(q -> q.queueName("orders"))),
          call("get the URL of no queue", it -> it.sqs().getQueueUrl(q -> q.queueName("none"))),
          call("list queues", it -> it.sqs().listQueues(q -> q.queueNamePrefix("ord"))),
          call(
              "send a message",
              it -> it.sqs().sendMessage(m -> m.queueUrl(it.queue("orders")).messageBody("héllo"))),
          call(
              "send a message with attributes",
              it ->
                  it.sqs()
                      .sendMessage(
                          m ->
                              m.queueUrl(it.queue("orders"))
                                  .messageBody("with")
                                  .messageAttributes(ATTRIBUTES))),
          call("receive messages", SqsCalls::receive),
          call("receive them while they are hidden", SqsCalls::receive),
          call("hide a message for 12 hours", it -> hide(it, it.kept().get("receipt"), 43_199)),
          call("hide a message for longer", it -> hide(it, it.kept().get("receipt"), 43_201)),
          call("hide a message by no receipt", it -> hide(it, "none", 10)),
          call(
              "delete a message",
              it ->
                  it.sqs()
                      .deleteMessage(
                          m ->
                              m.queueUrl(it.queue("orders"))
                                  .receiptHandle(it.kept().get("receipt")))),
          call(
              "delete it again",
              it ->
                  it.sqs()
                      .deleteMessage(
                          m ->
                              m.queueUrl(it.queue("orders"))
                                  .receiptHandle(it.kept().get("receipt")))),
          call("hide what is deleted", it -> hide(it, it.kept().get("receipt"), 10)),
          call(
              "delete by no receipt",
              it ->
                  it.sqs()
                      .deleteMessageBatch(
                          m ->
                              m.queueUrl(it.queue("orders"))
                                  .entries(
                                      DeleteMessageBatchRequestEntry.builder()
                                          .id("a")
                                          .receiptHandle("none")
                                          .build()))),
          call("send a message of 1 MiB", it -> send(it, letters(1_048_576), Map.of(), null)),
          call("send a longer one", it -> send(it, letters(1_048_577), Map.of(), null)),
          call("send nothing", it -> send(it, "", Map.of(), null)),
          call("send a character that SQS refuses", it -> send(it, "a\uFFFFb", Map.of(), null)),
          call("send with a delay of 900 s", it -> send(it, "later", Map.of(), 900)),
          call("send with a longer one", it -> send(it, "later", Map.of(), 901)),
          call("send with a negative one", it -> send(it, "later", Map.of(), -1)),
          call("send with 10 attributes", it -> send(it, "many", attributes(10), null)),
          call("send with 11 attributes", it -> send(it, "many", attributes(11), null)),
          call("send 10 messages", it -> sendAll(it, 10, i -> entry("m" + i, "text " + i))),
          call("send 11 messages", it -> sendAll(it, 11, i -> entry("m" + i, "text " + i))),
          call("send no messages", it -> sendAll(it, 0, i -> entry("m" + i, "text " + i))),
          call("send two messages of one id", it -> sendAll(it, 2, _ -> entry("same", "text"))),
          call("send a message of an odd id", it -> sendAll(it, 1, _ -> entry("a b", "text"))),
          call(
              "send a batch of more than 1 MiB",
              it -> sendAll(it, 2, i -> entry("m" + i, letters(600_000)))),
          call(
              "send a batch of which one is empty",
              it -> sendAll(it, 2, i -> entry("m" + i, i == 0 ? "" : "text"))),
          call(
              "receive 11 messages",
              it ->
                  it.sqs()
                      .receiveMessage(m -> m.queueUrl(it.queue("orders")).maxNumberOfMessages(11))),
          call(
              "receive for 21 s",
              it -> it.sqs().receiveMessage(m -> m.queueUrl(it.queue("none")).waitTimeSeconds(21))),
          call(
              "receive by a wait of 21 s",
              it ->
                  it.sqs().receiveMessage(m -> m.queueUrl(it.queue("orders")).waitTimeSeconds(21))),
          call(
              "ask for a queue's attributes",
              it ->
                  it.sqs()
                      .getQueueAttributes(
                          q ->
                              q.queueUrl(it.queue("orders"))
                                  .attributeNames(
                                      QueueAttributeName.QUEUE_ARN,
                                      QueueAttributeName.VISIBILITY_TIMEOUT,
                                      QueueAttributeName.DELAY_SECONDS,
                                      QueueAttributeName.MAXIMUM_MESSAGE_SIZE,
                                      QueueAttributeName.MESSAGE_RETENTION_PERIOD,
                                      QueueAttributeName.RECEIVE_MESSAGE_WAIT_TIME_SECONDS,
                                      QueueAttributeName.SQS_MANAGED_SSE_ENABLED,
                                      QueueAttributeName
                                          .APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE))),
          call(
              "set a visibility that there is not",
              it ->
                  it.sqs()
                      .setQueueAttributes(
                          q ->
                              q.queueUrl(it.queue("orders"))
                                  .attributes(
                                      Map.of(QueueAttributeName.VISIBILITY_TIMEOUT, "many")))),
          call("create dead letters", it -> it.sqs().createQueue(q -> q.queueName("dead"))),
          call(
              "create a queue with dead letters",
              it ->
                  it.sqs()
                      .createQueue(
                          q ->
                              q.queueName("brief")
                                  .attributes(
                                      Map.of(
                                          QueueAttributeName.VISIBILITY_TIMEOUT,
                                          "0",
                                          QueueAttributeName.REDRIVE_POLICY,
                                          "{\"deadLetterTargetArn\":\"%s\",\"maxReceiveCount\":1}"
                                              .formatted(it.arn("sqs", "dead")))))),
          call(
              "send what becomes a dead letter",
              it -> it.sqs().sendMessage(m -> m.queueUrl(it.queue("brief")).messageBody("bad"))),
          call("receive it once", it -> bodies(it, "brief")),
          call("receive it twice", it -> bodies(it, "brief")),
          call("receive the dead letter", it -> bodies(it, "dead")),
          call(
              "list the sources of dead letters",
              it -> it.sqs().listDeadLetterSourceQueues(q -> q.queueUrl(it.queue("dead")))),
          call("purge a queue", it -> it.sqs().purgeQueue(q -> q.queueUrl(it.queue("orders")))),
          call("delete a queue", it -> it.sqs().deleteQueue(q -> q.queueUrl(it.queue("dead")))),
          call(
              "send to a queue that is gone",
              it -> it.sqs().sendMessage(m -> m.queueUrl(it.queue("dead")).messageBody("gone"))));

  private SqsCalls() {}

  private static Call call(String name, Call.Work work) {
    return new Call("sqs: " + name, work);
  }

  private static ReceiveMessageResponse receive(Clients it) {
    ReceiveMessageResponse received =
        it.sqs()
            .receiveMessage(
                m ->
                    m.queueUrl(it.queue("orders"))
                        .maxNumberOfMessages(10)
                        .visibilityTimeout(600)
                        .messageAttributeNames("All")
                        .messageSystemAttributeNames(MessageSystemAttributeName.ALL));
    received.messages().forEach(message -> it.kept().put("receipt", message.receiptHandle()));
    return received;
  }

  private static Object bodies(Clients it, String queue) {
    return it.sqs().receiveMessage(m -> m.queueUrl(it.queue(queue))).messages().stream()
        .map(message -> message.body())
        .toList();
  }

  private static Object hide(Clients it, String receipt, int seconds) {
    return it.sqs()
        .changeMessageVisibility(
            m -> m.queueUrl(it.queue("orders")).receiptHandle(receipt).visibilityTimeout(seconds));
  }

  private static Object send(
      Clients it, String body, Map<String, MessageAttributeValue> attributes, Integer delay) {
    return it.sqs()
        .sendMessage(
            m ->
                m.queueUrl(it.queue("orders"))
                    .messageBody(body)
                    .messageAttributes(attributes)
                    .delaySeconds(delay));
  }

  private static Map<String, MessageAttributeValue> attributes(int count) {
    return to(count).stream()
        .collect(
            Collectors.toMap(
                i -> "a" + i,
                _ -> MessageAttributeValue.builder().dataType("String").stringValue("x").build()));
  }

  private static Object sendAll(
      Clients it, int count, IntFunction<SendMessageBatchRequestEntry> entry) {
    return it.sqs()
        .sendMessageBatch(
            m ->
                m.queueUrl(it.queue("orders"))
                    .entries(to(count).stream().map(entry::apply).toList()));
  }

  private static SendMessageBatchRequestEntry entry(String id, String body) {
    return SendMessageBatchRequestEntry.builder().id(id).messageBody(body).build();
  }
}
