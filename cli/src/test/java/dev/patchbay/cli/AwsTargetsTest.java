package dev.patchbay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.cli.hub.Running;
import dev.patchbay.core.json.Json;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;

/** A route straight to a queue, with no function between. */
final class AwsTargetsTest {
  private static final String ROUTES =
      """
      routes:
        - name: audit
          when: {source: [github]}
          deliver:
            - aws: {arn: "arn:aws:sqs:us-east-1:000000000000:audit"}
            - aws: {arn: "arn:aws:lambda:us-east-1:000000000000:function:elsewhere"}
      """;

  private static final String BESIDE_SLACK =
      """
      routes:
        - name: audit
          when: {source: [github]}
          deliver:
            - slack: {channel: "#ops", text: "{{ id }}"}
            - aws: {arn: "arn:aws:sqs:us-east-1:000000000000:audit"}
      """;

  @TempDir Path folder;

  private static String ping(TestHub hub) throws Exception {
    String id = UUID.randomUUID().toString();
    byte[] ping = "{\"zen\": \"Design for failure.\"}".getBytes(StandardCharsets.UTF_8);
    assertThat(hub.post("ping", id, ping).statusCode()).isEqualTo(202);
    return id;
  }

  private static List<String> read(SqsClient sqs, String url) {
    return sqs
        .receiveMessage(receive -> receive.queueUrl(url).maxNumberOfMessages(10).waitTimeSeconds(2))
        .messages()
        .stream()
        .map(message -> Json.parseObject(message.body()).get("id").toString())
        .toList();
  }

  @Test
  void whatATargetMissedIsPutBackForThisTargetAlone() throws Exception {
    try (TestHub hub = TestHub.start(folder, BESIDE_SLACK, TestHub.githubSecret());
        SqsClient sqs = Running.at(hub.hub()).client(SqsClient.builder()).build()) {
      String id = ping(hub);
      TestHub.await(
          () ->
              hub.inbox("slack").size() == 1
                  && hub.run("deadletters").contains("the target does not exist"));
      String url = sqs.createQueue(create -> create.queueName("audit")).queueUrl();

      assertThat(hub.run("redrive", "--all")).isEqualTo("0 1 put back");

      assertThat(read(sqs, url)).containsExactly(id);
      assertThat(hub.run("deadletters")).isEqualTo("0 No dead letters.");
      assertThat(hub.run("replay", "--from", "1h", "--dry-run", "--again"))
          .as("the event is in the archive once")
          .isEqualTo("0 2 deliveries would be made");
    }
  }

  @Test
  void aReplayGoesStraightToAwsOnlyWhenItIsTold() throws Exception {
    try (TestHub hub = TestHub.start(folder, BESIDE_SLACK, TestHub.githubSecret());
        SqsClient sqs = Running.at(hub.hub()).client(SqsClient.builder()).build()) {
      String url = sqs.createQueue(create -> create.queueName("audit")).queueUrl();
      String id = ping(hub);
      TestHub.await(() -> hub.inbox("slack").size() == 1);
      assertThat(read(sqs, url)).containsExactly(id);

      assertThat(hub.run("replay", "--from", "1h", "--dry-run"))
          .isEqualTo("0 0 deliveries would be made, and 1 not, since they were made already");
      assertThat(hub.run("replay", "--from", "1h")).endsWith("completed");
      assertThat(read(sqs, url)).isEmpty();

      assertThat(hub.run("replay", "--from", "1h", "--again")).endsWith("completed");
      assertThat(read(sqs, url)).containsExactly(id);
      TestHub.await(() -> hub.inbox("slack").size() == 2);
    }
  }

  @Test
  void theQueueGetsTheNormalisedEventAndWhatIsNotRunIsNamed() throws Exception {
    try (TestHub hub = TestHub.start(folder, ROUTES, TestHub.githubSecret());
        SqsClient sqs = Running.at(hub.hub()).client(SqsClient.builder()).build()) {
      String url = sqs.createQueue(create -> create.queueName("audit")).queueUrl();
      String id = UUID.randomUUID().toString();
      byte[] ping = "{\"zen\": \"Design for failure.\"}".getBytes(StandardCharsets.UTF_8);
      assertThat(hub.post("ping", id, ping).statusCode()).isEqualTo(202);

      List<Message> messages =
          sqs.receiveMessage(receive -> receive.queueUrl(url).waitTimeSeconds(20)).messages();

      assertThat(messages).hasSize(1);
      assertThat(Json.parseObject(messages.getFirst().body()))
          .containsEntry("id", id)
          .containsEntry("source", "github");
      assertThat(hub.hub().notRun().get("targets of rules").toString())
          .contains("function:elsewhere");
    }
  }
}
