package dev.patchbay.local.aws.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.patchbay.core.json.Json;
import dev.patchbay.local.aws.Arns;
import dev.patchbay.local.aws.LocalAws;
import dev.patchbay.local.template.TemplateException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.eventbridge.model.EventBridgeException;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResultEntry;
import software.amazon.awssdk.services.eventbridge.model.ReplayState;
import software.amazon.awssdk.services.eventbridge.model.ResourceAlreadyExistsException;
import software.amazon.awssdk.services.eventbridge.model.ResourceNotFoundException;
import software.amazon.awssdk.services.eventbridge.model.Target;
import software.amazon.awssdk.services.sqs.model.Message;

@Timeout(value = 30, unit = TimeUnit.SECONDS)
class EventBridgeServiceTest {
  private static final Map<String, Object> ALL = Map.of("source", List.of(Map.of("exists", true)));

  @TempDir Path folder;
  private LocalAws aws;

  @BeforeEach
  void open() {
    aws = new LocalAws(folder);
    aws.create("AWS::Events::EventBus", "Bus", Map.of("Name", "bus"));
    aws.create(
        "AWS::Events::Archive",
        "Archive",
        Map.of("ArchiveName", "archive", "SourceArn", Buses.arn("bus"), "RetentionDays", 30));
    for (String queue : List.of("inbox", "dead")) {
      aws.create("AWS::SQS::Queue", queue, Map.of("QueueName", queue));
    }
  }

  @AfterEach
  void close() {
    aws.close();
  }

  private void rule(String name, String bus, Object pattern, Map<String, Object> target) {
    Map<String, Object> full = new HashMap<>(Map.of("Id", "t"));
    full.putAll(target);
    aws.create(
        "AWS::Events::Rule",
        name,
        Map.of(
            "Name", name, "EventBusName", bus, "EventPattern", pattern, "Targets", List.of(full)));
  }

  private void toInbox(Object pattern) {
    rule("watch", "bus", pattern, Map.of("Arn", Arns.of("sqs", "inbox")));
  }

  private static PutEventsRequestEntry entry(String source, String type, String detail) {
    return PutEventsRequestEntry.builder()
        .eventBusName("bus")
        .source(source)
        .detailType(type)
        .detail(detail)
        .build();
  }

  private List<PutEventsResultEntry> put(PutEventsRequestEntry... entries) {
    return aws.events.putEvents(it -> it.entries(entries)).entries();
  }

  private List<Message> received(String queue) {
    return aws.sqs
        .receiveMessage(
            it ->
                it.queueUrl(aws.uri() + "/000000000000/" + queue)
                    .maxNumberOfMessages(10)
                    .messageAttributeNames("All"))
        .messages();
  }

  @Test
  void refusesATargetThatItDoesNotRun() {
    toInbox(ALL);
    String stream = Arns.of("kinesis", "stream/orders");
    assertThatThrownBy(
            () ->
                aws.events.putTargets(
                    put ->
                        put.eventBusName("bus")
                            .rule("watch")
                            .targets(Target.builder().id("other").arn(stream).build())))
        .isInstanceOfSatisfying(
            EventBridgeException.class,
            e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo("ValidationException"))
        .hasMessageContaining("not to " + stream);
  }

  @Test
  void bringsAnEventOverRuleAndTopicIntoTheQueue() {
    aws.create("AWS::SNS::Topic", "Topic", Map.of("TopicName", "route"));
    aws.create(
        "AWS::SNS::Subscription",
        "Subscription",
        Map.of(
            "TopicArn",
            Arns.of("sns", "route"),
            "Protocol",
            "sqs",
            "Endpoint",
            Arns.of("sqs", "inbox"),
            "RawMessageDelivery",
            true));
    rule(
        "watch",
        "bus",
        Map.of("detail", Map.of("state", List.of("failure"))),
        Map.of(
            "Arn", Arns.of("sns", "route"),
            "InputTransformer",
                Map.of(
                    "InputPathsMap",
                    Map.of(),
                    "InputTemplate",
                    "{\"event\": <aws.events.event.json>}")));

    String id = put(entry("shop", "made", "{\"state\":\"failure\"}")).getFirst().eventId();
    put(entry("shop", "made", "{\"state\":\"success\"}"));

    Map<String, Object> event =
        Json.object(Json.parseObject(received("inbox").getFirst().body()).get("event"));
    assertThat(event)
        .containsEntry("id", id)
        .containsEntry("version", "0")
        .containsEntry("source", "shop")
        .containsEntry("detail-type", "made")
        .containsEntry("account", "000000000000")
        .containsEntry("region", "us-east-1")
        .containsEntry("detail", Map.of("state", "failure"));
    assertThat(event.get("time").toString()).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ");
    assertThat(received("inbox")).isEmpty();
  }

  @Test
  void tellsWhichEntryItDidNotTake() {
    toInbox(ALL);

    List<PutEventsResultEntry> results =
        put(
            entry("", "made", "{}"),
            entry("shop", "made", "[]"),
            entry("aws.ec2", "made", "{}"),
            entry("shop", "made", "{}").toBuilder().eventBusName("none").build(),
            entry("shop", "made", "{}"));

    assertThat(results)
        .extracting(PutEventsResultEntry::errorCode)
        .containsExactly(
            "InvalidArgument",
            "MalformedDetail",
            "NotAuthorizedForSourceException",
            "ResourceNotFoundException",
            null);
    assertThat(results.getFirst().errorMessage())
        .isEqualTo("Parameter Source is not valid. Reason: Source is a required argument.");
    assertThat(received("inbox")).hasSize(1);
  }

  @Test
  void refusesARequestThatIsTooLong() {
    PutEventsRequestEntry[] eleven =
        IntStream.range(0, 11)
            .mapToObj(_ -> entry("a", "b", "{}"))
            .toArray(PutEventsRequestEntry[]::new);
    assertThatThrownBy(() -> put(eleven))
        .isInstanceOf(EventBridgeException.class)
        .hasMessageContaining("less than or equal to 10");
    String half = "{\"x\":\"" + "x".repeat(600_000) + "\"}";
    assertThatThrownBy(() -> put(entry("a", "b", half), entry("a", "b", half)))
        .isInstanceOf(EventBridgeException.class)
        .hasMessageContaining("Total size of the entries in the request is over the limit.");
  }

  @Test
  void sendsAPartOrAConstant() {
    rule("part", "bus", ALL, Map.of("Arn", Arns.of("sqs", "inbox"), "InputPath", "$.detail.x"));
    rule("constant", "bus", ALL, Map.of("Arn", Arns.of("sqs", "inbox"), "Input", "{\"c\":1}"));

    put(entry("shop", "made", "{\"x\":\"baz\"}"));

    assertThat(received("inbox"))
        .extracting(Message::body)
        .containsExactlyInAnyOrder("\"baz\"", "{\"c\":1}");
  }

  @Test
  void leadsFromOneBusToAnotherButNotInACircle() {
    aws.create("AWS::Events::EventBus", "Other", Map.of("Name", "other"));
    rule("there", "bus", ALL, Map.of("Arn", Buses.arn("other")));
    rule("back", "other", ALL, Map.of("Arn", Buses.arn("bus")));
    rule("watch", "other", ALL, Map.of("Arn", Arns.of("sqs", "inbox")));

    put(entry("shop", "made", "{}"));

    assertThat(received("inbox")).hasSize(1);
  }

  @Test
  void buriesWhatATopicCannotHold() {
    aws.create("AWS::SNS::Topic", "Topic", Map.of("TopicName", "route"));
    rule(
        "watch",
        "bus",
        ALL,
        Map.of(
            "Arn",
            Arns.of("sns", "route"),
            "DeadLetterConfig",
            Map.of("Arn", Arns.of("sqs", "dead"))));

    put(entry("shop", "made", "{\"x\":\"" + "x".repeat(262_144) + "\"}"));

    Message letter = received("dead").getFirst();
    assertThat(letter.messageAttributes().get("RULE_ARN").stringValue()).endsWith("rule/bus/watch");
    assertThat(letter.messageAttributes().get("TARGET_ARN").stringValue())
        .isEqualTo(Arns.of("sns", "route"));
    assertThat(letter.messageAttributes()).containsKeys("ERROR_CODE", "ERROR_MESSAGE");
    assertThat(Json.parseObject(letter.body())).containsEntry("detail-type", "made");
  }

  @Test
  void showsWhatTheTemplateMade() {
    toInbox(ALL);

    assertThat(aws.events.listEventBuses(_ -> {}).eventBuses())
        .extracting("name")
        .containsExactly("bus", "default");
    assertThat(aws.events.listRules(it -> it.eventBusName("bus")).rules())
        .extracting("name")
        .containsExactly("watch");
    assertThat(aws.events.listTargetsByRule(it -> it.eventBusName("bus").rule("watch")).targets())
        .extracting("arn")
        .containsExactly(Arns.of("sqs", "inbox"));
    assertThat(aws.events.describeRule(it -> it.eventBusName("bus").name("watch")).eventPattern())
        .isEqualTo(Json.write(ALL));
    assertThatThrownBy(() -> aws.events.describeRule(it -> it.eventBusName("bus").name("none")))
        .isInstanceOf(ResourceNotFoundException.class);
    assertThatThrownBy(
            () ->
                aws.create(
                    "AWS::Events::Rule", "Daily", Map.of("ScheduleExpression", "rate(1 day)")))
        .isInstanceOf(TemplateException.class)
        .hasMessageContaining("Daily");
  }

  @Test
  void replacesARuleOfItsName() {
    toInbox(Map.of("source", List.of("old")));
    toInbox(Map.of("source", List.of("new")));

    put(entry("old", "made", "{}"), entry("new", "made", "{}"));

    assertThat(received("inbox"))
        .extracting(message -> Json.parseObject(message.body()).get("source"))
        .containsExactly("new");
  }

  private void replay(String name, Instant from, Instant to) {
    aws.events.startReplay(
        it ->
            it.replayName(name)
                .eventSourceArn(Arns.of("events", "archive/archive"))
                .eventStartTime(from)
                .eventEndTime(to)
                .destination(destination -> destination.arn(Buses.arn("bus"))));
  }

  private ReplayState finished(String name) throws InterruptedException {
    ReplayState state = ReplayState.RUNNING;
    while (state == ReplayState.RUNNING) {
      Thread.sleep(5);
      state = aws.events.describeReplay(it -> it.replayName(name)).state();
    }
    return state;
  }

  @Test
  void letsArchivedEventsHappenAgainUnderTheReplaysName() throws Exception {
    Instant noon = Instant.parse("2026-11-23T12:00:00Z");
    for (int minute : List.of(0, 10, 20)) {
      PutEventsRequestEntry entry = entry("shop", "made", "{\"minute\":" + minute + "}");
      put(entry.toBuilder().time(noon.plus(Duration.ofMinutes(minute))).build());
    }
    toInbox(ALL);

    replay("again", noon.plus(Duration.ofMinutes(5)), noon.plus(Duration.ofMinutes(15)));

    assertThat(finished("again")).isEqualTo(ReplayState.COMPLETED);
    Map<String, Object> event = Json.parseObject(received("inbox").getFirst().body());
    assertThat(event)
        .containsEntry("replay-name", "again")
        .containsEntry("detail", Map.of("minute", 10));
    assertThat(received("inbox")).isEmpty();
    assertThat(aws.events.describeArchive(it -> it.archiveName("archive")).eventCount())
        .isEqualTo(3);
    assertThatThrownBy(() -> replay("again", noon, noon.plusSeconds(1)))
        .isInstanceOf(ResourceAlreadyExistsException.class);
  }

  @Test
  void goesOnWithAReplayThatAStopBrokeOff() throws Exception {
    Instant now = aws.clock.instant();
    put(entry("shop", "made", "{}"), entry("shop", "made", "{}"));
    try (Connection store = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("hub.db"));
        Statement statement = store.createStatement()) {
      statement.execute(
          "insert into replays values ('cut', 'archive', 'bus', '[]', %d, %d, 'RUNNING', %d, 0, 1, 1)"
              .formatted(
                  now.minusSeconds(60).toEpochMilli(),
                  now.plusSeconds(60).toEpochMilli(),
                  now.toEpochMilli()));
    }
    aws.close();
    open();
    toInbox(ALL);

    aws.eventBridge.resumeReplays();

    assertThat(finished("cut")).isEqualTo(ReplayState.COMPLETED);
    assertThat(received("inbox")).hasSize(1);
  }

  @Test
  void keepsTheArchiveOverAStopAndForgetsItAfterItsRetention() {
    put(entry("shop", "made", "{}"));
    aws.close();
    open();
    assertThat(aws.events.describeArchive(it -> it.archiveName("archive")).eventCount())
        .isEqualTo(1);

    aws.clock.advance(Duration.ofDays(31));
    while (aws.events.describeArchive(it -> it.archiveName("archive")).eventCount() > 0) {
      Thread.onSpinWait();
    }
  }
}
