package dev.patchbay.local.aws.sqs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.patchbay.local.aws.LocalAws;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.sqs.model.BatchEntryIdsNotDistinctException;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.MessageNotInflightException;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.QueueDoesNotExistException;
import software.amazon.awssdk.services.sqs.model.QueueNameExistsException;
import software.amazon.awssdk.services.sqs.model.ReceiptHandleIsInvalidException;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.SqsException;
import software.amazon.awssdk.services.sqs.model.TooManyEntriesInBatchRequestException;

@Timeout(value = 30, unit = TimeUnit.SECONDS)
class SqsServiceTest {
  @TempDir Path folder;
  private LocalAws aws;
  private String url;

  @BeforeEach
  void open() {
    aws = new LocalAws(folder);
    url = aws.sqs.createQueue(it -> it.queueName("orders")).queueUrl();
  }

  @AfterEach
  void close() {
    aws.close();
  }

  private List<Message> receive() {
    return aws.sqs
        .receiveMessage(
            it ->
                it.queueUrl(url)
                    .maxNumberOfMessages(10)
                    .messageAttributeNames("All")
                    .messageSystemAttributeNames(MessageSystemAttributeName.ALL))
        .messages();
  }

  private String attribute(QueueAttributeName name) {
    return aws.sqs
        .getQueueAttributes(it -> it.queueUrl(url).attributeNames(name))
        .attributes()
        .get(name);
  }

  @Test
  void givesAMessageWithItsAttributesAsItWasSent() {
    Map<String, MessageAttributeValue> attributes =
        Map.of(
            "who", MessageAttributeValue.builder().dataType("String").stringValue("Zoë").build(),
            "count", MessageAttributeValue.builder().dataType("Number").stringValue("3").build(),
            "raw",
                MessageAttributeValue.builder()
                    .dataType("Binary")
                    .binaryValue(SdkBytes.fromByteArray(new byte[] {0, -1}))
                    .build());
    String id =
        aws.sqs
            .sendMessage(
                it -> it.queueUrl(url).messageBody("{\"ü\": 1}").messageAttributes(attributes))
            .messageId();

    Message message = receive().getFirst();

    assertThat(message.messageId()).isEqualTo(id);
    assertThat(message.body()).isEqualTo("{\"ü\": 1}");
    assertThat(message.messageAttributes()).isEqualTo(attributes);
    assertThat(message.attributes())
        .containsEntry(MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT, "1");
  }

  @Test
  void hidesAReceivedMessageUntilItsVisibilityRunsOut() {
    aws.sqs.sendMessage(it -> it.queueUrl(url).messageBody("a"));
    assertThat(receive()).hasSize(1);
    assertThat(receive()).isEmpty();

    aws.clock.advance(Duration.ofSeconds(31));

    assertThat(receive().getFirst().attributes())
        .containsEntry(MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT, "2");
  }

  @Test
  void keepsADelayedMessageBack() {
    aws.sqs.sendMessage(it -> it.queueUrl(url).messageBody("a").delaySeconds(60));
    assertThat(receive()).isEmpty();
    assertThat(attribute(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_DELAYED)).isEqualTo("1");

    aws.clock.advance(Duration.ofSeconds(61));

    assertThat(receive()).hasSize(1);
  }

  @Test
  void wakesALongPollWhenAMessageArrives() throws Exception {
    CompletableFuture<List<Message>> waiting = longPoll();
    aws.sqs.sendMessage(it -> it.queueUrl(url).messageBody("a"));

    assertThat(waiting.get(10, TimeUnit.SECONDS)).hasSize(1);
  }

  @Test
  void wakesALongPollWhenAMessageThatAnotherReceivedComesBack() throws Exception {
    CompletableFuture<List<Message>> first = longPoll();
    CompletableFuture<List<Message>> second = longPoll();
    aws.sqs.sendMessage(it -> it.queueUrl(url).messageBody("a"));
    CompletableFuture.anyOf(first, second).get(10, TimeUnit.SECONDS);

    aws.clock.advance(Duration.ofSeconds(31));

    assertThat(first.get(10, TimeUnit.SECONDS)).hasSize(1);
    assertThat(second.get(10, TimeUnit.SECONDS)).hasSize(1);
  }

  private CompletableFuture<List<Message>> longPoll() {
    return CompletableFuture.supplyAsync(
        () -> aws.sqs.receiveMessage(it -> it.queueUrl(url).waitTimeSeconds(20)).messages());
  }

  @Test
  void movesAMessageThatWasReceivedTooOftenToTheDeadLetterQueueAndBack() {
    String dead = aws.sqs.createQueue(it -> it.queueName("dead")).queueUrl();
    String arn = QueueSettings.arn("dead");
    aws.sqs.setQueueAttributes(
        it ->
            it.queueUrl(url)
                .attributes(
                    Map.of(
                        QueueAttributeName.REDRIVE_POLICY,
                        "{\"deadLetterTargetArn\":\"" + arn + "\",\"maxReceiveCount\":\"1\"}")));
    String id = aws.sqs.sendMessage(it -> it.queueUrl(url).messageBody("a")).messageId();
    receive();
    aws.clock.advance(Duration.ofSeconds(31));

    assertThat(receive()).isEmpty();
    Message letter =
        aws.sqs.receiveMessage(it -> it.queueUrl(dead).visibilityTimeout(0)).messages().getFirst();
    assertThat(letter.messageId()).isEqualTo(id);
    assertThat(aws.sqs.listDeadLetterSourceQueues(it -> it.queueUrl(dead)).queueUrls())
        .containsExactly(url);

    aws.sqs.startMessageMoveTask(it -> it.sourceArn(arn));

    Message back =
        aws.sqs
            .receiveMessage(
                it ->
                    it.queueUrl(url)
                        .messageSystemAttributeNames(MessageSystemAttributeName.SENT_TIMESTAMP))
            .messages()
            .getFirst();
    assertThat(back.messageId()).isEqualTo(id);
    assertThat(Long.parseLong(back.attributes().get(MessageSystemAttributeName.SENT_TIMESTAMP)))
        .as("sent anew")
        .isGreaterThanOrEqualTo(aws.clock.millis() - 10_000);
    assertThat(aws.sqs.listMessageMoveTasks(it -> it.sourceArn(arn)).results().getFirst().status())
        .isEqualTo("COMPLETED");
  }

  @Test
  void handsOutWhatLiesBehindSpentMessages() {
    aws.sqs.createQueue(it -> it.queueName("dead"));
    aws.sqs.setQueueAttributes(
        it ->
            it.queueUrl(url)
                .attributes(
                    Map.of(
                        QueueAttributeName.REDRIVE_POLICY,
                        "{\"deadLetterTargetArn\":\""
                            + QueueSettings.arn("dead")
                            + "\",\"maxReceiveCount\":1}")));
    sendTen();
    receive();
    aws.sqs.sendMessage(it -> it.queueUrl(url).messageBody("fresh").delaySeconds(31));
    aws.clock.advance(Duration.ofSeconds(32));

    assertThat(receive()).extracting(Message::body).containsExactly("fresh");
  }

  private static SendMessageBatchRequestEntry entry(String id) {
    return SendMessageBatchRequestEntry.builder().id(id).messageBody("body of " + id).build();
  }

  private static DeleteMessageBatchRequestEntry deletion(String id, String handle) {
    return DeleteMessageBatchRequestEntry.builder().id(id).receiptHandle(handle).build();
  }

  private void sendTen() {
    List<SendMessageBatchRequestEntry> entries =
        IntStream.range(0, 10).mapToObj(i -> entry("m" + i)).toList();
    assertThat(aws.sqs.sendMessageBatch(it -> it.queueUrl(url).entries(entries)).successful())
        .hasSize(10);
  }

  @Test
  void deletesABatchAndTellsWhichHandleIsNone() {
    sendTen();
    String handle = receive().getFirst().receiptHandle();
    var answer =
        aws.sqs.deleteMessageBatch(
            it -> it.queueUrl(url).entries(deletion("good", handle), deletion("bad", "nonsense")));

    assertThat(answer.successful()).extracting("id").containsExactly("good");
    assertThat(answer.failed()).extracting("id").containsExactly("bad");
    assertThat(attribute(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE))
        .isEqualTo("9");
  }

  @Test
  void lengthensVisibilityUpToTwelveHoursFromTheFirstReceive() {
    aws.sqs.sendMessage(it -> it.queueUrl(url).messageBody("a"));
    String handle = receive().getFirst().receiptHandle();
    aws.sqs.changeMessageVisibility(
        it -> it.queueUrl(url).receiptHandle(handle).visibilityTimeout(3600));
    aws.clock.advance(Duration.ofSeconds(60));
    assertThat(receive()).isEmpty();

    assertThatThrownBy(
            () ->
                aws.sqs.changeMessageVisibility(
                    it -> it.queueUrl(url).receiptHandle(handle).visibilityTimeout(43_200)))
        .isInstanceOf(SqsException.class)
        .hasMessageContaining("beyond the limit");
    aws.sqs.changeMessageVisibility(
        it -> it.queueUrl(url).receiptHandle(handle).visibilityTimeout(0));
    assertThat(receive()).hasSize(1);
  }

  @Test
  void refusesAsSqsDoes() {
    assertThatThrownBy(() -> aws.sqs.getQueueUrl(it -> it.queueName("none")))
        .isInstanceOf(QueueDoesNotExistException.class);
    assertThatThrownBy(
            () ->
                aws.sqs.createQueue(
                    it ->
                        it.queueName("orders")
                            .attributes(Map.of(QueueAttributeName.DELAY_SECONDS, "7"))))
        .isInstanceOf(QueueNameExistsException.class);
    assertThatThrownBy(() -> aws.sqs.deleteMessage(it -> it.queueUrl(url).receiptHandle("x")))
        .isInstanceOf(ReceiptHandleIsInvalidException.class);
    assertThatThrownBy(
            () -> aws.sqs.sendMessage(it -> it.queueUrl(url).messageBody("x".repeat(1_048_577))))
        .isInstanceOf(SqsException.class)
        .hasMessageContaining("1048576");
    assertThatThrownBy(
            () -> aws.sqs.sendMessageBatch(it -> it.queueUrl(url).entries(entry("a"), entry("a"))))
        .isInstanceOf(BatchEntryIdsNotDistinctException.class);
    List<SendMessageBatchRequestEntry> eleven =
        IntStream.range(0, 11).mapToObj(i -> entry("m" + i)).toList();
    assertThatThrownBy(() -> aws.sqs.sendMessageBatch(it -> it.queueUrl(url).entries(eleven)))
        .isInstanceOf(TooManyEntriesInBatchRequestException.class);
    assertThatThrownBy(
            () ->
                aws.sqs.createQueue(
                    it ->
                        it.queueName("f")
                            .attributes(Map.of(QueueAttributeName.FIFO_QUEUE, "true"))))
        .isInstanceOf(SqsException.class)
        .hasMessageContaining("FIFO");
  }

  @Test
  void doesNotChangeTheVisibilityOfAMessageThatIsNotInFlight() {
    aws.sqs.sendMessage(it -> it.queueUrl(url).messageBody("a"));
    String handle = receive().getFirst().receiptHandle();
    aws.clock.advance(Duration.ofSeconds(31));

    assertThatThrownBy(
            () ->
                aws.sqs.changeMessageVisibility(
                    it -> it.queueUrl(url).receiptHandle(handle).visibilityTimeout(10)))
        .isInstanceOf(MessageNotInflightException.class);
  }

  @Test
  void forgetsAMessageAfterItsRetention() {
    aws.sqs.sendMessage(it -> it.queueUrl(url).messageBody("a"));

    aws.clock.advance(Duration.ofDays(4).plusSeconds(1));

    assertThat(receive()).isEmpty();
  }

  @Test
  void keepsQueuesAndMessagesOverAStop() {
    sendTen();
    aws.close();
    aws = new LocalAws(folder);
    url = aws.sqs.getQueueUrl(it -> it.queueName("orders")).queueUrl();

    assertThat(receive()).hasSize(10);
  }

  @Test
  void answersACallWithoutASignatureAsAwsDoes() throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpResponse<String> answer =
          client.send(
              HttpRequest.newBuilder(aws.uri())
                  .POST(HttpRequest.BodyPublishers.ofString("{}"))
                  .build(),
              HttpResponse.BodyHandlers.ofString());

      assertThat(answer.statusCode()).isEqualTo(403);
      assertThat(answer.body()).contains("MissingAuthenticationToken");
      assertThat(answer.headers().firstValue("x-amzn-RequestId")).isPresent();
    }
  }
}
