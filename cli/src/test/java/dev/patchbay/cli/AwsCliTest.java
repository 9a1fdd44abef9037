package dev.patchbay.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.patchbay.core.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** AWS's own command line against the laptop's endpoint; skipped where it is not installed. */
final class AwsCliTest {
  private static final String ROUTES =
      """
      routes:
        - name: record
          when: {source: [github], type: [push]}
          deliver: [{slack: {channel: "#dev"}}]
      """;

  @TempDir static Path folder;
  private static TestHub hub;

  private record Answer(int code, String out, String err) {
    Map<String, Object> json() {
      return Json.parseObject(out);
    }
  }

  @BeforeAll
  static void start() throws Exception {
    assumeTrue(isInstalled(), "the AWS CLI is not installed");
    hub = TestHub.start(folder, ROUTES, TestHub.githubSecret());
  }

  @AfterAll
  static void stop() {
    if (hub != null) {
      hub.close();
    }
  }

  private static boolean isInstalled() throws InterruptedException {
    try {
      return new ProcessBuilder("aws", "--version").start().waitFor() == 0;
    } catch (IOException e) {
      return false;
    }
  }

  private static Answer aws(String... arguments) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of("aws", "--endpoint-url", hub.hub().endpointUrl(), "--output", "json"));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("AWS_ACCESS_KEY_ID", "cli");
    builder.environment().put("AWS_SECRET_ACCESS_KEY", "cli");
    builder.environment().put("AWS_DEFAULT_REGION", "us-east-1");
    builder.environment().put("AWS_PAGER", "");
    Path err = Files.createTempFile(folder, "aws", ".err");
    Process process = builder.redirectError(err.toFile()).start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Answer(process.waitFor(), out, Files.readString(err));
  }

  @Test
  void sendsAndReceivesMessages() throws Exception {
    String url =
        aws("sqs", "get-queue-url", "--queue-name", "patchbay-slack-dead-letters")
            .json()
            .get("QueueUrl")
            .toString();
    assertThat(
            aws(
                    "sqs",
                    "send-message",
                    "--queue-url",
                    url,
                    "--message-body",
                    "hello",
                    "--message-attributes",
                    "{\"reason\":{\"DataType\":\"String\",\"StringValue\":\"a test\"}}")
                .code())
        .isZero();
    Map<String, Object> received =
        aws("sqs", "receive-message", "--queue-url", url, "--message-attribute-names", "All")
            .json();
    Map<String, Object> message = Json.object(((List<?>) received.get("Messages")).getFirst());
    assertThat(message).containsEntry("Body", "hello");
    assertThat(Json.object(message.get("MessageAttributes"))).containsKey("reason");
    assertThat(
            aws(
                    "sqs",
                    "delete-message",
                    "--queue-url",
                    url,
                    "--receipt-handle",
                    message.get("ReceiptHandle").toString())
                .code())
        .isZero();
  }

  @Test
  void putsEventsThatReachTheirRoute() throws Exception {
    String detail =
        Json.write(
            Map.of(
                "id",
                "cli-1",
                "source",
                "github",
                "account",
                "default",
                "type",
                "push",
                "title",
                "By hand",
                "url",
                "https://example.com",
                "actor",
                "me",
                "severity",
                "info",
                "data",
                Map.of()));
    String entries =
        Json.write(
            List.of(
                Map.of(
                    "Source",
                    "patchbay.github",
                    "DetailType",
                    "push",
                    "Detail",
                    detail,
                    "EventBusName",
                    "patchbay")));
    assertThat(aws("events", "put-events", "--entries", entries).json())
        .containsEntry("FailedEntryCount", 0);
    TestHub.await(
        () -> hub.inbox("slack").stream().anyMatch(arrival -> arrival.text().contains("By hand")));

    Map<String, Object> scan = aws("dynamodb", "scan", "--table-name", "patchbay-ledger").json();
    assertThat(scan.get("Items").toString()).contains("github/default/cli-1");
  }

  @Test
  void publishesToTheTopicOfARoute() throws Exception {
    Map<String, Object> event =
        Map.of(
            "detail",
            Map.of(
                "id",
                "cli-2",
                "source",
                "github",
                "account",
                "default",
                "type",
                "push",
                "title",
                "Published"));
    String message =
        Json.write(
            Map.of(
                "route",
                "record",
                "connectors",
                List.of("slack"),
                "event",
                event,
                "deliveries",
                List.of(Map.of("connector", "slack", "channel", "#dev", "text", "{{ title }}"))));
    assertThat(
            aws(
                    "sns",
                    "publish",
                    "--topic-arn",
                    "arn:aws:sns:us-east-1:000000000000:patchbay-route-record",
                    "--message",
                    message)
                .json())
        .containsKey("MessageId");
    TestHub.await(
        () -> hub.inbox("slack").stream().anyMatch(arrival -> arrival.text().equals("Published")));
  }

  @Test
  void readsSecretsAndObjects() throws Exception {
    Map<String, Object> secret =
        aws("secretsmanager", "get-secret-value", "--secret-id", "patchbay/sources/github").json();
    assertThat(Json.parseObject(secret.get("SecretString").toString()))
        .containsEntry("secret", TestHub.SECRET);

    Path file = Files.writeString(folder.resolve("object.txt"), "large payload");
    String bucket = "s3://patchbay-payloads-000000000000-us-east-1";
    assertThat(aws("s3", "ls").out()).contains("patchbay-payloads");
    assertThat(aws("s3", "cp", file.toString(), bucket + "/a/b.txt").code()).isZero();
    assertThat(aws("s3", "ls", bucket + "/a/").out()).contains("b.txt");
    assertThat(aws("s3", "cp", bucket + "/a/b.txt", "-").out()).isEqualTo("large payload");
  }

  @Test
  void describesTheStacksAndWhatIsInThem() throws Exception {
    Map<String, Object> stack =
        Json.object(
            ((List<?>)
                    aws("cloudformation", "describe-stacks", "--stack-name", "patchbay")
                        .json()
                        .get("Stacks"))
                .getFirst());
    assertThat(stack).containsEntry("StackStatus", "CREATE_COMPLETE");
    assertThat(stack.get("Outputs").toString()).contains(hub.hub().webhooksUrl());
    assertThat(stack.get("Parameters").toString()).contains("LogRetentionDays");
    Answer resources =
        aws("cloudformation", "list-stack-resources", "--stack-name", "patchbay-Routes");
    assertThat(resources.out()).contains("SlackConnector", "RecordRule", "AWS::Events::Rule");
    assertThat(
            aws(
                    "cloudformation",
                    "describe-stack-resource",
                    "--stack-name",
                    "patchbay",
                    "--logical-resource-id",
                    "Ledger")
                .out())
        .contains("patchbay-ledger");
    assertThat(aws("cloudformation", "get-template", "--stack-name", "patchbay-Routes").out())
        .contains("AWS::SNS::Topic");
    assertThat(aws("cloudformation", "list-stacks").out()).contains("patchbay-Routes");
    assertThat(aws("cloudformation", "describe-stacks", "--stack-name", "nosuch").err())
        .contains("Stack with id nosuch does not exist");
    assertThat(aws("cloudformation", "delete-stack", "--stack-name", "patchbay").err())
        .contains("InvalidAction");
  }

  @Test
  void saysInAwssOwnShapeWhatItDoesNotHave() throws Exception {
    Answer queue = aws("sqs", "get-queue-url", "--queue-name", "nosuch");
    assertThat(queue.code()).isNotZero();
    assertThat(queue.err()).contains("NonExistentQueue");
    assertThat(
            aws(
                    "dynamodb",
                    "create-backup",
                    "--table-name",
                    "patchbay-ledger",
                    "--backup-name",
                    "abc")
                .err())
        .contains("UnknownOperationException");
    assertThat(
            aws(
                    "sns",
                    "create-platform-endpoint",
                    "--platform-application-arn",
                    "arn:aws:x",
                    "--token",
                    "x")
                .err())
        .contains("InvalidAction");
    assertThat(aws("lambda", "list-functions").err()).contains("the laptop runs no AWS service");
  }
}
