package dev.patchbay.local.aws.parity;

import static dev.patchbay.local.aws.parity.Setting.letters;
import static dev.patchbay.local.aws.parity.Setting.to;

import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import software.amazon.awssdk.services.sns.model.MessageAttributeValue;
import software.amazon.awssdk.services.sns.model.PublishBatchRequestEntry;

/** Calls of SNS, in order, with the queues that its topics fill. */
final class SnsCalls {
  private static final Map<String, MessageAttributeValue> KIND =
      Map.of("kind", MessageAttributeValue.builder().dataType("String").stringValue("new").build());

  static final List<Call> ALL =
      List.of(
          call("create a topic", it -> it.sns().createTopic(t -> t.name("route"))),
          call("create it again", it -> it.sns().createTopic(t -> t.name("route"))),
          call(
              "create a topic of 256 letters",
              it -> it.sns().createTopic(t -> t.name(letters(256)))),
          call(
              "create a topic of 257 letters",
              it -> it.sns().createTopic(t -> t.name(letters(257)))),
          call("create a topic of an odd name", it -> it.sns().createTopic(t -> t.name("a b"))),
          call("create its queue", it -> it.sqs().createQueue(q -> q.queueName("raw"))),
          call("create another queue", it -> it.sqs().createQueue(q -> q.queueName("wrapped"))),
          call(
              "subscribe a queue",
              it -> subscribe(it, "raw", Map.of("RawMessageDelivery", "true"))),
          call(
              "subscribe it again",
              it -> subscribe(it, "raw", Map.of("RawMessageDelivery", "true"))),
          call(
              "subscribe a queue with a filter",
              it ->
                  subscribe(
                      it,
                      "wrapped",
                      Map.of(
                          "FilterPolicyScope", "MessageBody",
                          "FilterPolicy", "{\"detail\":{\"state\":[{\"prefix\":\"fail\"}]}}"))),
          call(
              "subscribe to no topic",
              it ->
                  it.sns()
                      .subscribe(
                          s ->
                              s.topicArn(it.arn("sns", "none"))
                                  .protocol("sqs")
                                  .endpoint(it.arn("sqs", "raw")))),
          call(
              "publish what the filter takes",
              it -> publish(it, "{\"detail\":{\"state\":\"failure\"}}")),
          call(
              "publish what it does not",
              it -> publish(it, "{\"detail\":{\"state\":\"success\"}}")),
          call("publish no JSON", it -> publish(it, "plain")),
          call(
              "publish with attributes and a subject",
              it ->
                  it.sns()
                      .publish(
                          p ->
                              p.topicArn(it.arn("sns", "route"))
                                  .subject("news")
                                  .message("{\"detail\":{\"state\":\"failed\"}}")
                                  .messageAttributes(KIND))),
          call("receive raw messages", it -> received(it, "raw")),
          call("receive enveloped messages", it -> received(it, "wrapped")),
          call(
              "publish to no topic",
              it -> it.sns().publish(p -> p.topicArn(it.arn("sns", "none")).message("x"))),
          call("publish nothing", it -> publish(it, "")),
          call("publish 256 KiB", it -> publish(it, letters(262_144))),
          call("publish more", it -> publish(it, letters(262_145))),
          call(
              "publish with a subject of 101 letters",
              it ->
                  it.sns()
                      .publish(
                          p ->
                              p.topicArn(it.arn("sns", "route"))
                                  .subject(letters(101))
                                  .message("x"))),
          call("publish 10 messages", it -> publishAll(it, 10, i -> entry("m" + i, "text"))),
          call("publish 11 messages", it -> publishAll(it, 11, i -> entry("m" + i, "text"))),
          call("publish no messages", it -> publishAll(it, 0, i -> entry("m" + i, "text"))),
          call(
              "publish two messages of one id",
              it -> publishAll(it, 2, _ -> entry("same", "text"))),
          call(
              "publish a batch of more than 256 KiB",
              it -> publishAll(it, 2, i -> entry("m" + i, letters(140_000)))),
          call(
              "ask for a topic's attributes",
              it ->
                  it
                      .sns()
                      .getTopicAttributes(t -> t.topicArn(it.arn("sns", "route")))
                      .attributes()
                      .entrySet()
                      .stream()
                      .filter(one -> List.of("TopicArn", "Owner").contains(one.getKey()))
                      .sorted(Map.Entry.comparingByKey())
                      .map(Map.Entry::getValue)
                      .toList()),
          call(
              "list a topic's subscriptions",
              it ->
                  it
                      .sns()
                      .listSubscriptionsByTopic(t -> t.topicArn(it.arn("sns", "route")))
                      .subscriptions()
                      .stream()
                      .sorted(java.util.Comparator.comparing(one -> one.endpoint()))
                      .toList()),
          call(
              "ask for a subscription's attributes",
              it ->
                  it.sns()
                      .getSubscriptionAttributes(
                          s -> s.subscriptionArn(it.kept().get("subscription raw")))),
          call(
              "ask for those of no subscription",
              it ->
                  it.sns()
                      .getSubscriptionAttributes(
                          s ->
                              s.subscriptionArn(
                                  it.arn("sns", "route:00000000-0000-4000-8000-000000000000")))),
          call(
              "unsubscribe",
              it ->
                  it.sns().unsubscribe(s -> s.subscriptionArn(it.kept().get("subscription raw")))));

  private SnsCalls() {}

  private static Call call(String name, Call.Work work) {
    return new Call("sns: " + name, work);
  }

  private static Object subscribe(Clients it, String queue, Map<String, String> attributes) {
    var answer =
        it.sns()
            .subscribe(
                s ->
                    s.topicArn(it.arn("sns", "route"))
                        .protocol("sqs")
                        .endpoint(it.arn("sqs", queue))
                        .attributes(attributes));
    it.kept().put("subscription " + queue, answer.subscriptionArn());
    return answer;
  }

  private static Object publish(Clients it, String message) {
    return it.sns().publish(p -> p.topicArn(it.arn("sns", "route")).message(message));
  }

  private static Object publishAll(
      Clients it, int count, IntFunction<PublishBatchRequestEntry> entry) {
    return it.sns()
        .publishBatch(
            p ->
                p.topicArn(it.arn("sns", "route"))
                    .publishBatchRequestEntries(to(count).stream().map(entry::apply).toList()));
  }

  private static PublishBatchRequestEntry entry(String id, String message) {
    return PublishBatchRequestEntry.builder().id(id).message(message).build();
  }

  private static Object received(Clients it, String queue) {
    return it
        .sqs()
        .receiveMessage(
            m -> m.queueUrl(it.queue(queue)).maxNumberOfMessages(10).messageAttributeNames("All"))
        .messages()
        .stream()
        .map(
            message ->
                Map.of("Body", message.body(), "MessageAttributes", message.messageAttributes()))
        .sorted(
            java.util.Comparator.comparing(
                message -> message.get("Body").toString().replaceAll("(?s)^.*\"Message\"", "")))
        .toList();
  }
}
