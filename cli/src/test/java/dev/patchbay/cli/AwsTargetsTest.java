package dev.patchbay.cli;

import static org.assertj.core.api.Assertions.assertThat;

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

  @TempDir Path folder;

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
