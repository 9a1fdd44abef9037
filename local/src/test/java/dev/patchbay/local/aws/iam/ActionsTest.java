package dev.patchbay.local.aws.iam;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.local.aws.Arns;
import dev.patchbay.local.aws.Call;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What calls need, as the Service Authorization Reference has it. */
class ActionsTest {
  private static List<String> of(String service, String operation, Map<String, Object> input) {
    return Actions.of(new Call(service, operation, input)).stream()
        .map(needed -> needed.action() + " " + needed.resource())
        .toList();
  }

  @Test
  void aBatchNeedsTheSingleAction() {
    assertThat(of("sqs", "DeleteMessageBatch", Map.of("QueueUrl", "http://localhost/0/inbox")))
        .containsExactly("sqs:DeleteMessage " + Arns.of("sqs", "inbox"));
    assertThat(of("sns", "PublishBatch", Map.of("TopicArn", Arns.of("sns", "t"))))
        .containsExactly("sns:Publish " + Arns.of("sns", "t"));
  }

  @Test
  void eventsNeedEachOfTheirBuses() {
    List<Object> entries =
        List.of(
            Map.of(),
            Map.of("EventBusName", "one"),
            Map.of("EventBusName", Arns.of("events", "event-bus/two")),
            Map.of("EventBusName", "one"));
    assertThat(of("events", "PutEvents", Map.of("Entries", entries)))
        .containsExactly(
            "events:PutEvents " + Arns.of("events", "event-bus/default"),
            "events:PutEvents " + Arns.of("events", "event-bus/one"),
            "events:PutEvents " + Arns.of("events", "event-bus/two"));
  }

  @Test
  void aTransactionNeedsTheActionOfEachItem() {
    List<Object> items =
        List.of(
            Map.of("Put", Map.of("TableName", "a")),
            Map.of("ConditionCheck", Map.of("TableName", "b")),
            Map.of("Put", Map.of("TableName", "a")));
    assertThat(of("dynamodb", "TransactWriteItems", Map.of("TransactItems", items)))
        .containsExactly(
            "dynamodb:PutItem " + Arns.of("dynamodb", "table/a"),
            "dynamodb:ConditionCheckItem " + Arns.of("dynamodb", "table/b"));
    assertThat(of("dynamodb", "Query", Map.of("TableName", "a", "IndexName", "i")))
        .containsExactly("dynamodb:Query " + Arns.of("dynamodb", "table/a/index/i"));
  }

  @Test
  void aSecretIsMeantByNameOrByArn() {
    String arn = Arns.of("secretsmanager", "secret:patchbay/connectors/slack-Local1");
    for (String id : List.of("patchbay/connectors/slack", arn)) {
      assertThat(of("secretsmanager", "GetSecretValue", Map.of("SecretId", id)))
          .containsExactly("secretsmanager:GetSecretValue " + arn);
    }
  }

  @Test
  void anObjectIsMeantByItsKeyAndSeveralByEachOfThem() {
    assertThat(of("s3", "HeadObject", Map.of("Bucket", "b", "Key", "k/1")))
        .containsExactly("s3:GetObject arn:aws:s3:::b/k/1");
    assertThat(of("s3", "DeleteObjects", Map.of("Bucket", "b", "Keys", List.of("1", "2"))))
        .containsExactly("s3:DeleteObject arn:aws:s3:::b/1", "s3:DeleteObject arn:aws:s3:::b/2");
  }

  @Test
  void whatTheTableLacksNeedsItsOwnNameOnEverything() {
    assertThat(of("sqs", "TagQueue", Map.of())).containsExactly("sqs:TagQueue *");
  }

  @Test
  void everyKindOfTheTableIsKnown() throws Exception {
    List<String> lines;
    try (InputStream table = Actions.class.getResourceAsStream("actions.txt")) {
      lines =
          new String(table.readAllBytes(), StandardCharsets.US_ASCII)
              .lines()
              .filter(line -> !line.isBlank() && !line.startsWith("#"))
              .toList();
    }
    assertThat(lines)
        .hasSizeGreaterThan(60)
        .allSatisfy(
            line -> assertThat(of(line.split(" ")[0], line.split(" ")[1], Map.of())).isNotNull());
  }
}
