package dev.patchbay.cli;

import dev.patchbay.cli.hub.Running;
import dev.patchbay.local.aws.Arns;
import dev.patchbay.local.sandbox.Inbox;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;
import software.amazon.awssdk.services.sqs.SqsClient;

/** AWS's own events, by a rule of the default bus and by a queue, to Slack. */
final class AwsEventsTest {
  private static final String QUEUE = "patchbay-undelivered-events";
  private static final String ROUTES =
      """
      routes:
        - name: cloud
          when: {source: [aws-cloudwatch, aws-sqs]}
          deliver:
            - slack: {channel: "#ops", text: "{{ severity }} {{ title }}"}
      """;

  @TempDir static Path folder;
  private static TestHub hub;

  @BeforeAll
  static void start() throws Exception {
    hub =
        TestHub.start(
            folder,
            ROUTES,
            Map.of(),
            Map.of(
                "DefaultBusSources",
                "aws.cloudwatch,aws.s3",
                "SqsQueueArn",
                Arns.of("sqs", QUEUE)));
  }

  @AfterAll
  static void stop() {
    hub.close();
  }

  @Test
  void anAlarmOfTheDefaultBusReachesSlack() {
    String alarm =
        """
        {"alarmName": "orders-queue-age", "state": {"value": "ALARM", "reason": "412 is over 300"}}\
        """;
    try (EventBridgeClient events =
        Running.at(hub.hub()).client(EventBridgeClient.builder()).build()) {
      PutEventsRequestEntry entry =
          PutEventsRequestEntry.builder()
              .source("aws.cloudwatch")
              .detailType("CloudWatch Alarm State Change")
              .detail(alarm)
              .build();
      events.putEvents(put -> put.entries(List.of(entry)));
    }
    TestHub.await(() -> texts().contains("error Alarm orders-queue-age is on: 412 is over 300"));
  }

  @Test
  void aMessageOfAQueueReachesSlack() {
    try (SqsClient sqs = Running.at(hub.hub()).client(SqsClient.builder()).build()) {
      String url = sqs.getQueueUrl(get -> get.queueName(QUEUE)).queueUrl();
      sqs.sendMessage(send -> send.queueUrl(url).messageBody("Stock of A-1 is low"));
      TestHub.await(() -> texts().contains("info " + QUEUE + ": Stock of A-1 is low"));
    }
  }

  private static List<String> texts() {
    return hub.inbox("slack").stream().map(Inbox.Arrival::text).toList();
  }
}
