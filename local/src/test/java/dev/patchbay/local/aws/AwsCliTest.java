package dev.patchbay.local.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.patchbay.core.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** AWS's own command, unchanged, on the laptop's endpoint; skipped where it is not installed. */
class AwsCliTest {
  private static final String QUEUE = Arns.of("sqs", "inbox");

  @TempDir Path folder;
  private LocalAws aws;

  @BeforeEach
  void open() {
    assumeTrue(isInstalled(), "the AWS CLI is not installed");
    aws = new LocalAws(folder);
    aws.create("AWS::SQS::Queue", "Inbox", Map.of("QueueName", "inbox"));
  }

  @AfterEach
  void close() {
    if (aws != null) {
      aws.close();
    }
  }

  private static boolean isInstalled() {
    try {
      return new ProcessBuilder("aws", "--version").redirectErrorStream(true).start().waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private Map<String, Object> run(String... arguments) {
    // Version 1 of the command takes SQS's address from the option only, never from
    // AWS_ENDPOINT_URL.
    List<String> command =
        new ArrayList<>(List.of("aws", "--output", "json", "--endpoint-url", aws.uri().toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder
        .environment()
        .putAll(
            Map.of(
                "AWS_ACCESS_KEY_ID", "local",
                "AWS_SECRET_ACCESS_KEY", "local",
                "AWS_DEFAULT_REGION", Arns.REGION,
                "AWS_PAGER", ""));
    builder.redirectError(ProcessBuilder.Redirect.INHERIT);
    try {
      Process process = builder.start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor()).as(output).isZero();
      return output.isBlank() ? Map.of() : Json.parseObject(output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private Map<String, Object> received() {
    Map<String, Object> answer = run("sqs", "receive-message", "--queue-url", url());
    return Json.object(((List<?>) answer.get("Messages")).getFirst());
  }

  private String url() {
    return aws.uri() + "/" + Arns.ACCOUNT + "/inbox";
  }

  @Test
  void sendsReceivesAndDeletesAMessage() {
    assertThat(run("sqs", "get-queue-url", "--queue-name", "inbox"))
        .containsEntry("QueueUrl", url());
    run("sqs", "send-message", "--queue-url", url(), "--message-body", "héllo");

    Map<String, Object> message = received();
    run(
        "sqs",
        "delete-message",
        "--queue-url",
        url(),
        "--receipt-handle",
        message.get("ReceiptHandle").toString());

    assertThat(message).containsEntry("Body", "héllo");
    assertThat(
            run("sqs", "get-queue-attributes", "--queue-url", url(), "--attribute-names", "All")
                .get("Attributes"))
        .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.MAP)
        .containsEntry("QueueArn", QUEUE)
        .containsEntry("ApproximateNumberOfMessages", "0")
        .containsEntry("ApproximateNumberOfMessagesNotVisible", "0");
  }

  @Test
  void publishesAnEventThatReachesTheQueueOverATopic() {
    String topic = run("sns", "create-topic", "--name", "route").get("TopicArn").toString();
    run(
        "sns",
        "subscribe",
        "--topic-arn",
        topic,
        "--protocol",
        "sqs",
        "--notification-endpoint",
        QUEUE,
        "--attributes",
        "RawMessageDelivery=true");
    run("sns", "publish", "--topic-arn", topic, "--message", "direct");
    assertThat(received()).containsEntry("Body", "direct");
    aws.create("AWS::Events::EventBus", "Bus", Map.of("Name", "bus"));
    aws.create(
        "AWS::Events::Rule",
        "Rule",
        Map.of(
            "Name",
            "watch",
            "EventBusName",
            "bus",
            "EventPattern",
            Map.of("source", List.of("shop")),
            "Targets",
            List.of(Map.of("Id", "t", "Arn", topic))));

    Map<String, Object> answer =
        run(
            "events",
            "put-events",
            "--entries",
            "[{\"Source\":\"shop\",\"DetailType\":\"made\",\"Detail\":\"{}\",\"EventBusName\":\"bus\"}]");

    assertThat(answer).containsEntry("FailedEntryCount", 0);
    assertThat(received().get("Body").toString()).contains("\"detail-type\":\"made\"");
  }
}
