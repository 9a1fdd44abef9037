package dev.patchbay.cli.cost;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.cli.TestHub;
import dev.patchbay.cli.hub.Running;
import dev.patchbay.core.json.Json;
import dev.patchbay.local.aws.iam.Principal;
import dev.patchbay.local.aws.iam.Question;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.OutputLogEvent;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnConsumedCapacity;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.DescribeArchiveResponse;

/** What the cost of an event is assumed to rest on, counted while a hub runs. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class CostMeasuredTest {
  private static final int EVENTS = 6;

  /** The slowest of them keeps within one call in such a time, with as many instances as it has. */
  private static final Duration PACED = Duration.ofSeconds(5);

  /** By how much more than assumed would make the printed cost a lie. */
  private static final double SLACK = 1.05;

  private static final String ROUTES =
      """
      routes:
        - name: told
          when: {source: [github], type: [ping]}
          deliver:
            - slack: {channel: "#ops", text: "{{ title }}"}
            - twilio: {to: "+15005550006", text: "{{ title }}"}
            - box: {folder: "/Audit/{{ source }}"}
            - splunk: {}
        - name: summed
          when: {source: [github], type: [ping]}
          deliver:
            - mattermost: {text: "{{ title }}"}
              digest: 1h
      """;

  private static final List<String> PLAIN = List.of("slack", "twilio", "box", "splunk");

  @TempDir static Path folder;
  private TestHub hub;
  private final ConcurrentLinkedQueue<Question> asked = new ConcurrentLinkedQueue<>();
  private final List<String> ids = new ArrayList<>();

  @BeforeAll
  void run() throws Exception {
    hub = TestHub.start(folder, ROUTES, TestHub.githubSecret());
    Instant now = hub.hub().clock().instant();
    Instant next = now.truncatedTo(ChronoUnit.HOURS).plus(61, ChronoUnit.MINUTES);
    hub.hub().clock().advance(Duration.between(now, next));
    hub.hub().permissions().listen(asked::add);
    for (int i = 0; i < EVENTS; i++) {
      String id = UUID.randomUUID().toString();
      ids.add(id);
      assertThat(hub.post("ping", id, body()).statusCode()).isEqualTo(202);
      int made = ids.size() * PLAIN.size();
      TestHub.await(() -> rows("delivered").size() == made);
      // Each instance of a function keeps to its part of the rate; a wait would cost writes too.
      hub.hub().clock().advance(PACED);
    }
    TestHub.await(() -> rows("digested").size() == EVENTS - 1);
  }

  @AfterAll
  void stop() {
    hub.close();
  }

  /** A body of the size that is assumed of one. */
  private static byte[] body() {
    String begin = "{\"zen\": \"Keep it logically awesome.\", \"hook_id\": 1, \"rest\": \"";
    int rest = (int) Assumption.EVENT_SIZE.otherwise() - begin.length() - 2;
    return (begin + "x".repeat(rest) + "\"}").getBytes(StandardCharsets.UTF_8);
  }

  private List<Map<String, AttributeValue>> rows(String state) {
    try (DynamoDbClient dynamo = Running.at(hub.hub()).client(DynamoDbClient.builder()).build()) {
      return dynamo
          .scanPaginator(
              scan ->
                  scan.tableName("patchbay-ledger")
                      .filterExpression("#state = :state")
                      .expressionAttributeNames(Map.of("#state", "state"))
                      .expressionAttributeValues(Map.of(":state", AttributeValue.fromS(state))))
          .items()
          .stream()
          .toList();
    }
  }

  private long writes(String function) {
    return asked.stream()
        .filter(question -> question.action().equals("dynamodb:UpdateItem"))
        .filter(
            question ->
                question.principal() instanceof Principal.Session session
                    && session.session().equals("patchbay-" + function))
        .count();
  }

  @Test
  void aPlainDeliveryCostsAClaimAndARecordAndNothingElse() {
    double assumed = Assumption.LEDGER_WRITES.otherwise();
    assertThat(assumed).isEqualTo(2);
    for (String connector : List.of("twilio", "box", "splunk")) {
      assertThat(writes(connector)).as(connector).isEqualTo((long) assumed * EVENTS);
    }
    // Slack's keeps besides what a name of a channel means, once for all.
    assertThat(writes("slack")).isBetween((long) assumed * EVENTS, (long) assumed * EVENTS + 2);
    assertThat(asked.stream().map(Question::action))
        .as("no reading of the table, no batch and no transaction beside the writes")
        .filteredOn(action -> action.startsWith("dynamodb:"))
        .filteredOn(action -> !action.equals("dynamodb:UpdateItem"))
        .hasSizeLessThanOrEqualTo(1);
  }

  @Test
  void eachWriteWeighsOneUnit() {
    try (DynamoDbClient dynamo = Running.at(hub.hub()).client(DynamoDbClient.builder()).build()) {
      for (Map<String, AttributeValue> row : rows("delivered")) {
        double units =
            dynamo
                .updateItem(
                    update ->
                        update
                            .tableName("patchbay-ledger")
                            .key(Map.of("pk", row.get("pk"), "sk", row.get("sk")))
                            .updateExpression("SET expires = expires")
                            .returnConsumedCapacity(ReturnConsumedCapacity.TOTAL))
                .consumedCapacity()
                .capacityUnits();
        assertThat(units).as(row.toString()).isEqualTo(1);
      }
    }
    double assumed = Assumption.LEDGER_BYTES.otherwise();
    assertThat(rows("delivered").stream().mapToInt(CostMeasuredTest::size).average().orElseThrow())
        .isBetween(assumed / 2, assumed * SLACK);
  }

  private static int size(Map<String, AttributeValue> row) {
    return row.entrySet().stream()
        .mapToInt(entry -> entry.getKey().length() + size(entry.getValue()))
        .sum();
  }

  private static int size(AttributeValue value) {
    return switch (value.type()) {
      case S -> value.s().getBytes(StandardCharsets.UTF_8).length;
      case L -> 3 + value.l().stream().mapToInt(item -> 1 + size(item)).sum();
      case M -> 3 + value.m().size() + size(value.m());
      default -> value.n().length() / 2 + 2;
    };
  }

  @Test
  void aRowIsKeptForADayMoreThanItsEventCanBeReplayed() {
    Duration replayed;
    try (EventBridgeClient events =
        Running.at(hub.hub()).client(EventBridgeClient.builder()).build()) {
      replayed =
          Duration.ofDays(
              events.describeArchive(get -> get.archiveName("patchbay")).retentionDays());
    }
    Instant now = hub.hub().clock().instant();
    rows("delivered")
        .forEach(
            row ->
                assertThat(
                        Duration.between(
                            now, Instant.ofEpochSecond(Long.parseLong(row.get("expires").n()))))
                    .isBetween(replayed, replayed.plusDays(1)));
  }

  @Test
  void whatADigestTellsCostsTwoWritesMore() {
    double assumed = Assumption.DIGEST_WRITES.otherwise();
    // The first of a window comes again when it closes: not yet, and so no writes of it are here.
    assertThat(writes("mattermost")).isEqualTo((long) assumed * EVENTS);
  }

  @Test
  void aStepWritesOneLineOfTheSizeThatIsAssumed() {
    List<String> accepted = lines("webhook");
    assertThat(accepted).hasSize(EVENTS);
    assertWithin(accepted);
    for (String connector : PLAIN) {
      List<String> delivered = lines(connector);
      assertThat(delivered).as("%s wrote %s", connector, delivered).hasSize(EVENTS);
      assertWithin(delivered);
    }
  }

  private static void assertWithin(List<String> lines) {
    double assumed = Assumption.LOG_BYTES.otherwise();
    double mean = lines.stream().mapToInt(CostMeasuredTest::bytes).average().orElseThrow();
    assertThat(mean).as(lines.getFirst()).isBetween(assumed / 3, assumed * SLACK);
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  /** The lines that a function wrote of the events. */
  private List<String> lines(String function) {
    String group = "/aws/lambda/patchbay-" + function;
    List<String> lines = new ArrayList<>();
    try (CloudWatchLogsClient logs =
        Running.at(hub.hub()).client(CloudWatchLogsClient.builder()).build()) {
      logs.describeLogStreams(describe -> describe.logGroupName(group))
          .logStreams()
          .forEach(
              stream ->
                  logs
                      .getLogEvents(
                          get ->
                              get.logGroupName(group)
                                  .logStreamName(stream.logStreamName())
                                  .startFromHead(true)
                                  .limit(10_000))
                      .events()
                      .stream()
                      .map(OutputLogEvent::message)
                      .filter(line -> ids.stream().anyMatch(line::contains))
                      .forEach(lines::add));
    }
    lines.forEach(line -> assertThat(Json.parseObject(line)).containsKey("event"));
    return lines;
  }

  @Test
  void theBusAddsAsMuchToAnEventAsAssumed() {
    try (EventBridgeClient events =
        Running.at(hub.hub()).client(EventBridgeClient.builder()).build()) {
      DescribeArchiveResponse archive = events.describeArchive(get -> get.archiveName("patchbay"));
      double envelope =
          (double) archive.sizeBytes() / archive.eventCount() - Assumption.EVENT_SIZE.otherwise();
      assertThat(envelope)
          .isBetween(Assumption.ENVELOPE.otherwise() / 2, Assumption.ENVELOPE.otherwise() * SLACK);
    }
  }
}
