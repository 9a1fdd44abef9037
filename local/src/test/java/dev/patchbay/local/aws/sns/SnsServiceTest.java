package dev.patchbay.local.aws.sns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.patchbay.core.json.Json;
import dev.patchbay.local.aws.Arns;
import dev.patchbay.local.aws.LocalAws;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.sns.model.InvalidParameterException;
import software.amazon.awssdk.services.sns.model.MessageAttributeValue;
import software.amazon.awssdk.services.sns.model.NotFoundException;
import software.amazon.awssdk.services.sns.model.PublishBatchRequestEntry;
import software.amazon.awssdk.services.sns.model.Subscription;
import software.amazon.awssdk.services.sqs.model.Message;

class SnsServiceTest {
  @TempDir Path folder;
  private LocalAws aws;
  private String topic;
  private String url;

  @BeforeEach
  void open() {
    aws = new LocalAws(folder);
    topic = aws.create("AWS::SNS::Topic", "Topic", Map.of("TopicName", "news")).ref();
    url = aws.create("AWS::SQS::Queue", "Queue", Map.of("QueueName", "inbox")).ref();
  }

  @AfterEach
  void close() {
    aws.close();
  }

  private void subscribe(Map<String, Object> properties) {
    Map<String, Object> all = new java.util.HashMap<>(properties);
    all.put("TopicArn", topic);
    all.put("Protocol", "sqs");
    all.put("Endpoint", Arns.of("sqs", "inbox"));
    aws.create("AWS::SNS::Subscription", "Subscription", all);
  }

  private List<Message> received() {
    return aws.sqs
        .receiveMessage(it -> it.queueUrl(url).maxNumberOfMessages(10).messageAttributeNames("All"))
        .messages();
  }

  private static final Map<String, MessageAttributeValue> ATTRIBUTES =
      Map.of("kind", MessageAttributeValue.builder().dataType("String").stringValue("a&b").build());

  @Test
  void wrapsAPublicationInItsEnvelope() {
    subscribe(Map.of());
    String id =
        aws.sns
            .publish(
                it ->
                    it.topicArn(topic)
                        .message("hé \"x\"")
                        .subject("s")
                        .messageAttributes(ATTRIBUTES))
            .messageId();

    Map<String, Object> envelope = Json.parseObject(received().getFirst().body());

    assertThat(envelope)
        .containsEntry("Type", "Notification")
        .containsEntry("MessageId", id)
        .containsEntry("TopicArn", topic)
        .containsEntry("Subject", "s")
        .containsEntry("Message", "hé \"x\"")
        .containsEntry(
            "MessageAttributes", Map.of("kind", Map.of("Type", "String", "Value", "a&b")))
        .containsKeys(
            "Timestamp", "SignatureVersion", "Signature", "SigningCertURL", "UnsubscribeURL");
  }

  @Test
  void deliversRawWithAttributes() {
    subscribe(Map.of("RawMessageDelivery", true));
    aws.sns.publish(it -> it.topicArn(topic).message("plain").messageAttributes(ATTRIBUTES));

    Message message = received().getFirst();

    assertThat(message.body()).isEqualTo("plain");
    assertThat(message.messageAttributes().get("kind").stringValue()).isEqualTo("a&b");
  }

  @Test
  void filtersByBody() {
    subscribe(
        Map.of(
            "RawMessageDelivery",
            true,
            "FilterPolicyScope",
            "MessageBody",
            "FilterPolicy",
            Map.of("a", Map.of("b", List.of(Map.of("prefix", "x"))))));
    for (String body : List.of("{\"a\":{\"b\":\"xy\"}}", "{\"a\":{\"b\":\"y\"}}", "no JSON")) {
      aws.sns.publish(it -> it.topicArn(topic).message(body));
    }

    assertThat(received()).extracting(Message::body).containsExactly("{\"a\":{\"b\":\"xy\"}}");
  }

  @Test
  void filtersByAttributes() {
    subscribe(Map.of("RawMessageDelivery", true, "FilterPolicy", Map.of("kind", List.of("a&b"))));
    aws.sns.publish(it -> it.topicArn(topic).message("without"));
    aws.sns.publish(it -> it.topicArn(topic).message("with").messageAttributes(ATTRIBUTES));

    assertThat(received()).extracting(Message::body).containsExactly("with");
  }

  private static PublishBatchRequestEntry entry(String id, String message) {
    return PublishBatchRequestEntry.builder().id(id).message(message).build();
  }

  @Test
  void publishesABatchAndTellsWhichEntryFailed() {
    subscribe(Map.of("RawMessageDelivery", true));

    var answer =
        aws.sns.publishBatch(
            it ->
                it.topicArn(topic)
                    .publishBatchRequestEntries(entry("good", "a"), entry("bad", "")));

    assertThat(answer.successful()).extracting("id").containsExactly("good");
    assertThat(answer.failed()).extracting("id").containsExactly("bad");
    assertThat(received()).hasSize(1);
  }

  @Test
  void keepsWhatAQueueThatIsGoneWouldHaveGot() {
    String dead = aws.create("AWS::SQS::Queue", "Dead", Map.of("QueueName", "dead")).ref();
    subscribe(
        Map.of(
            "RawMessageDelivery",
            true,
            "RedrivePolicy",
            Map.of("deadLetterTargetArn", Arns.of("sqs", "dead"))));
    aws.sqs.deleteQueue(it -> it.queueUrl(url));

    aws.sns.publish(it -> it.topicArn(topic).message("a"));

    assertThat(aws.sqs.receiveMessage(it -> it.queueUrl(dead)).messages())
        .extracting(Message::body)
        .containsExactly("a");
  }

  @Test
  void listsTopicsAndSubscriptions() {
    String arn =
        aws.sns
            .subscribe(it -> it.topicArn(topic).protocol("sqs").endpoint(Arns.of("sqs", "inbox")))
            .subscriptionArn();

    assertThat(aws.sns.listTopics().topics()).extracting("topicArn").containsExactly(topic);
    assertThat(aws.sns.listSubscriptionsByTopic(it -> it.topicArn(topic)).subscriptions())
        .extracting("subscriptionArn")
        .containsExactly(arn);
    assertThat(aws.sns.getSubscriptionAttributes(it -> it.subscriptionArn(arn)).attributes())
        .containsEntry("RawMessageDelivery", "false");
    aws.sns.unsubscribe(it -> it.subscriptionArn(arn));
    assertThat(aws.sns.listSubscriptions().subscriptions()).isEmpty();
  }

  @Test
  void refusesAsSnsDoes() {
    assertThatThrownBy(() -> aws.sns.publish(it -> it.topicArn(topic + "x").message("a")))
        .isInstanceOf(NotFoundException.class);
    assertThatThrownBy(() -> aws.sns.publish(it -> it.topicArn(topic).message("x".repeat(262_145))))
        .isInstanceOf(InvalidParameterException.class)
        .hasMessageContaining("Message too long");
  }

  @Test
  void passesOverTheSubscriptionThatItCannotRun() {
    aws.create(
        "AWS::SNS::Subscription",
        "ByHttp",
        Map.of("TopicArn", topic, "Protocol", "https", "Endpoint", "https://example.com"));

    assertThat(aws.topicProvider.notRun()).containsExactly("ByHttp by https");
    assertThat(aws.sns.listSubscriptionsByTopic(list -> list.topicArn(topic)).subscriptions())
        .extracting(Subscription::protocol)
        .doesNotContain("https");
  }
}
