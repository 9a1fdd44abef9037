package dev.patchbay.local.aws.sns;

import dev.patchbay.local.aws.Arns;
import dev.patchbay.local.aws.AwsException;
import dev.patchbay.local.aws.AwsRequest;
import dev.patchbay.local.aws.AwsResponse;
import dev.patchbay.local.aws.AwsService;
import dev.patchbay.local.aws.QueryProtocol;
import dev.patchbay.local.aws.Xml;
import dev.patchbay.local.store.Store;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;

/** SNS's query protocol over the topics. Thread-safe. */
public final class SnsService implements AwsService {
  private final Topics topics;
  private final Store store;
  private final QueryProtocol protocol;

  public SnsService(Topics topics, Store store) {
    this.topics = topics;
    this.store = store;
    Map<String, Function<Map<String, String>, String>> operations = new HashMap<>();
    operations.put("CreateTopic", in -> Xml.element("TopicArn", topics.put(required(in, "Name"))));
    operations.put(
        "ListTopics",
        _ ->
            "<Topics>"
                + members(topics.arns().stream().map(arn -> Xml.element("TopicArn", arn)).toList())
                + "</Topics>");
    operations.put("GetTopicAttributes", this::getTopicAttributes);
    operations.put(
        "Publish",
        in -> Xml.element("MessageId", publish(required(in, "TopicArn"), publication(in, ""))));
    operations.put("PublishBatch", this::publishBatch);
    operations.put("Subscribe", this::subscribe);
    operations.put("Unsubscribe", this::unsubscribe);
    operations.put("ListSubscriptions", _ -> subscriptions(null));
    operations.put("ListSubscriptionsByTopic", in -> subscriptions(required(in, "TopicArn")));
    operations.put("GetSubscriptionAttributes", this::getSubscriptionAttributes);
    this.protocol = new QueryProtocol("http://sns.amazonaws.com/doc/2010-03-31/", operations);
  }

  @Override
  public String signingName() {
    return "sns";
  }

  @Override
  public AwsResponse answer(AwsRequest request) {
    return protocol.answer(request);
  }

  private static String required(Map<String, String> in, String name) {
    String value = in.get(name);
    if (value == null) {
      throw new AwsException("InvalidParameter", "Invalid parameter: " + name + " is required");
    }
    return value;
  }

  private String publish(String topicArn, Topics.Publication publication) {
    topics.require(topicArn);
    topics.check(publication);
    Set<String> reached = store.write(in -> topics.insert(in, topicArn, publication));
    reached.forEach(topics.queues()::arrived);
    return publication.messageId();
  }

  static Topics.Publication publication(Map<String, String> in, String prefix) {
    Map<String, Object> attributes = new LinkedHashMap<>();
    for (int i = 1; in.containsKey(prefix + "MessageAttributes.entry." + i + ".Name"); i++) {
      String entry = prefix + "MessageAttributes.entry." + i + ".";
      Map<String, Object> attribute = new LinkedHashMap<>();
      for (String part : List.of("DataType", "StringValue", "BinaryValue")) {
        if (in.containsKey(entry + "Value." + part)) {
          attribute.put(part, in.get(entry + "Value." + part));
        }
      }
      attributes.put(in.get(entry + "Name"), attribute);
    }
    return new Topics.Publication(
        UUID.randomUUID().toString(),
        required(in, prefix + "Message"),
        in.get(prefix + "Subject"),
        attributes);
  }

  private String publishBatch(Map<String, String> in) {
    String topic = required(in, "TopicArn");
    topics.require(topic);
    Map<String, Topics.Publication> entries = PublishBatch.entries(in);
    List<String> successful = new ArrayList<>();
    List<String> failed = new ArrayList<>();
    entries.forEach(
        (id, publication) -> {
          try {
            successful.add(
                Xml.element("Id", id) + Xml.element("MessageId", publish(topic, publication)));
          } catch (AwsException e) {
            failed.add(
                Xml.element("Id", id)
                    + Xml.element("Code", e.code())
                    + Xml.element("Message", e.getMessage())
                    + Xml.element("SenderFault", true));
          }
        });
    return "<Successful>"
        + members(successful)
        + "</Successful><Failed>"
        + members(failed)
        + "</Failed>";
  }

  private static String members(List<String> items) {
    StringBuilder members = new StringBuilder();
    items.forEach(item -> members.append("<member>").append(item).append("</member>"));
    return members.toString();
  }

  private String getTopicAttributes(Map<String, String> in) {
    String arn = required(in, "TopicArn");
    topics.require(arn);
    long confirmed =
        topics.subscriptions().stream().filter(it -> it.topicArn().equals(arn)).count();
    return attributes(
        Map.of(
            "TopicArn",
            arn,
            "Owner",
            Arns.ACCOUNT,
            "SubscriptionsConfirmed",
            Long.toString(confirmed)));
  }

  private static String attributes(Map<String, String> attributes) {
    StringBuilder entries = new StringBuilder("<Attributes>");
    attributes.forEach(
        (name, value) ->
            entries
                .append("<entry>")
                .append(Xml.element("key", name))
                .append(Xml.element("value", value))
                .append("</entry>"));
    return entries.append("</Attributes>").toString();
  }

  private String subscribe(Map<String, String> in) {
    if (!"sqs".equals(in.get("Protocol"))) {
      throw new AwsException(
          "InvalidParameter", "Invalid parameter: the laptop's topics deliver to sqs only");
    }
    Map<String, String> attributes = new HashMap<>();
    for (int i = 1; in.containsKey("Attributes.entry." + i + ".key"); i++) {
      attributes.put(
          in.get("Attributes.entry." + i + ".key"), in.get("Attributes.entry." + i + ".value"));
    }
    FilterPolicy filter =
        attributes.containsKey("FilterPolicy")
            ? new FilterPolicy(
                attributes.get("FilterPolicy"),
                "MessageBody".equals(attributes.get("FilterPolicyScope")))
            : FilterPolicy.ALL;
    boolean raw = "true".equals(attributes.get("RawMessageDelivery"));
    return Xml.element(
        "SubscriptionArn",
        topics.subscribe(required(in, "TopicArn"), required(in, "Endpoint"), raw, filter, null));
  }

  private String unsubscribe(Map<String, String> in) {
    topics.unsubscribe(required(in, "SubscriptionArn"));
    return "";
  }

  private String subscriptions(String topicArn) {
    if (topicArn != null) {
      topics.require(topicArn);
    }
    return "<Subscriptions>"
        + members(
            topics.subscriptions().stream()
                .filter(it -> topicArn == null || it.topicArn().equals(topicArn))
                .map(SnsService::subscription)
                .toList())
        + "</Subscriptions>";
  }

  private static String subscription(Topics.Subscription subscription) {
    return Xml.element("SubscriptionArn", subscription.arn())
        + Xml.element("Owner", Arns.ACCOUNT)
        + Xml.element("Protocol", "sqs")
        + Xml.element("Endpoint", Arns.of("sqs", subscription.queue()))
        + Xml.element("TopicArn", subscription.topicArn());
  }

  private String getSubscriptionAttributes(Map<String, String> in) {
    String arn = required(in, "SubscriptionArn");
    Topics.Subscription subscription =
        topics.subscriptions().stream()
            .filter(it -> it.arn().equals(arn))
            .findFirst()
            .orElseThrow(() -> new AwsException("NotFound", "Subscription does not exist", 404));
    Map<String, String> attributes = new LinkedHashMap<>();
    attributes.put("SubscriptionArn", arn);
    attributes.put("TopicArn", subscription.topicArn());
    attributes.put("Protocol", "sqs");
    attributes.put("Endpoint", Arns.of("sqs", subscription.queue()));
    attributes.put("Owner", Arns.ACCOUNT);
    attributes.put("ConfirmationWasAuthenticated", "true");
    attributes.put("PendingConfirmation", "false");
    attributes.put("RawMessageDelivery", Boolean.toString(subscription.raw()));
    if (subscription.filter().policy() != null) {
      attributes.put("FilterPolicy", subscription.filter().policy());
    }
    return attributes(attributes);
  }
}
