package dev.patchbay.local.aws.parity;

import static dev.patchbay.local.aws.parity.Setting.letters;
import static dev.patchbay.local.aws.parity.Setting.to;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.patchbay.local.aws.LocalAws;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.eventbridge.model.InputTransformer;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResultEntry;
import software.amazon.awssdk.services.eventbridge.model.Target;
import software.amazon.awssdk.services.sns.model.MessageAttributeValue;

/** AWS's limits that a route or an event can hit, each from both of its sides. */
class LimitsTest {
  private static final String BUS = "arn:aws:events:us-east-1:000000000000:event-bus/bus";
  private static final String TOO_MANY =
      "The requested resource exceeds the maximum number allowed.";

  @TempDir Path folder;
  private LocalAws aws;

  @BeforeEach
  void open() {
    aws = new LocalAws(folder);
    Setting.of(aws);
    for (String queue : List.of("inbox", "dead")) {
      aws.sqs.createQueue(it -> it.queueName(queue));
    }
  }

  @AfterEach
  void close() {
    aws.close();
  }

  private static String arn(String queue) {
    return "arn:aws:sqs:us-east-1:000000000000:" + queue;
  }

  private static void refused(ThrowingCallable call, String... said) {
    assertThatThrownBy(call).hasMessageContainingAll(said);
  }

  private PutEventsResultEntry put(String type, String detail) {
    return aws.events
        .putEvents(
            it ->
                it.entries(
                    PutEventsRequestEntry.builder()
                        .eventBusName("bus")
                        .source("shop")
                        .detailType(type)
                        .detail(detail)
                        .build()))
        .entries()
        .getFirst();
  }

  private void rule(String name, String pattern) {
    aws.events.putRule(it -> it.eventBusName("bus").name(name).eventPattern(pattern));
  }

  private void rule() {
    rule("watch", "{\"source\":[\"shop\"]}");
  }

  private void target(Target.Builder... targets) {
    List<Target> all =
        to(targets.length).stream().map(i -> targets[i].id("t" + i).build()).toList();
    aws.events.putTargets(it -> it.eventBusName("bus").rule("watch").targets(all));
  }

  private static Target.Builder inbox() {
    return Target.builder().arn(arn("inbox"));
  }

  private static Target.Builder transformed(Map<String, String> paths, String template) {
    return inbox()
        .inputTransformer(
            InputTransformer.builder().inputPathsMap(paths).inputTemplate(template).build());
  }

  private List<String> bodies(String queue) {
    return aws
        .sqs
        .receiveMessage(
            it ->
                it.queueUrl(aws.uri() + "/000000000000/" + queue)
                    .maxNumberOfMessages(10)
                    .visibilityTimeout(600))
        .messages()
        .stream()
        .map(message -> message.body())
        .toList();
  }

  @Test
  void anEventsTypeHas128Characters() {
    assertThat(put(letters(128), "{}").errorCode()).isNull();
    assertThat(put(letters(129), "{}").errorCode()).isEqualTo("InvalidArgument");
  }

  private static String nested(int levels) {
    return "{\"x\":" + "[".repeat(levels - 1) + "]".repeat(levels - 1) + "}";
  }

  @Test
  void anEventIsNested1000Levels() {
    assertThat(put("made", nested(999)).errorCode()).isNull();
    assertThat(put("made", nested(1000)).errorCode()).isEqualTo("MalformedDetail");
  }

  @Test
  void aRequestHas10EntriesOf1MibTogether() {
    assertThat(aws.events.putEvents(it -> it.entries(entries(10, 2))).failedEntryCount()).isZero();
    refused(
        () -> aws.events.putEvents(it -> it.entries(entries(11, 2))),
        "at 'entries' failed to satisfy constraint: Member must have length less than or equal to"
            + " 10");
    int most = 1_048_576 / 8 - "shop".length() - "made".length();
    assertThat(aws.events.putEvents(it -> it.entries(entries(8, most))).failedEntryCount())
        .isZero();
    refused(
        () -> aws.events.putEvents(it -> it.entries(entries(8, most + 1))),
        "Total size of the entries in the request is over the limit.");
  }

  private static List<PutEventsRequestEntry> entries(int count, int bytes) {
    String detail = bytes == 2 ? "{}" : "{\"x\":\"" + letters(bytes - 8) + "\"}";
    return to(count).stream()
        .map(
            _ ->
                PutEventsRequestEntry.builder()
                    .eventBusName("bus")
                    .source("shop")
                    .detailType("made")
                    .detail(detail)
                    .build())
        .toList();
  }

  @Test
  void aRulesNameHas64Characters() {
    rule(letters(64), "{\"source\":[\"shop\"]}");
    refused(
        () -> rule(letters(65), "{\"source\":[\"shop\"]}"),
        "at 'name' failed to satisfy constraint: Member must have length less than or equal to 64");
  }

  @Test
  void aPatternHas2048Characters() {
    int around = "{\"source\":[\"\"]}".length();
    rule("watch", "{\"source\":[\"%s\"]}".formatted(letters(2048 - around)));
    refused(
        () -> rule("watch", "{\"source\":[\"%s\"]}".formatted(letters(2049 - around))), TOO_MANY);
  }

  @Test
  void aBusHas300Rules() {
    for (int i = 0; i < 300; i++) {
      rule("r" + i, "{\"source\":[\"shop\"]}");
    }
    rule("r0", "{\"source\":[\"other\"]}");
    refused(() -> rule("r300", "{\"source\":[\"shop\"]}"), TOO_MANY);
  }

  @Test
  void aRuleHasFiveTargets() {
    rule();
    target(inbox(), inbox(), inbox(), inbox(), inbox());
    refused(() -> target(inbox(), inbox(), inbox(), inbox(), inbox(), inbox()), TOO_MANY);
    refused(
        () ->
            aws.create(
                "AWS::Events::Rule",
                "Many",
                Map.of(
                    "EventPattern",
                    Map.of("source", List.of("shop")),
                    "Targets",
                    to(6).stream().map(i -> Map.of("Id", "t" + i, "Arn", arn("inbox"))).toList())),
        "a rule has at most 5 targets");
  }

  @Test
  void anInputTemplateHas8192CharactersAndAHundredPaths() {
    rule();
    target(transformed(Map.of(), "\"" + letters(8190) + "\""));
    refused(
        () -> target(transformed(Map.of(), "\"" + letters(8191) + "\"")),
        "inputTemplate' failed to satisfy constraint: Member must have length less than or equal"
            + " to 8192");
    target(transformed(paths(100), "{}"));
    refused(() -> target(transformed(paths(101), "{}")), "less than or equal to 100");
  }

  private static Map<String, String> paths(int count) {
    return to(count).stream().collect(Collectors.toMap(i -> "p" + i, i -> "$.detail.p" + i));
  }

  @Test
  void aTargetHasOneInputOf8192Characters() {
    rule();
    target(inbox().input("\"" + letters(8190) + "\""));
    refused(() -> target(inbox().input("\"" + letters(8191) + "\"")), "equal to 8192");
    refused(
        () -> target(inbox().input("{}").inputPath("$.detail")),
        "Only one of Input, InputPath, or InputTransformer must be provided");
    target(inbox().inputPath("$." + letters(254)));
    refused(() -> target(inbox().inputPath("$." + letters(255))), "equal to 256");
  }

  @Test
  void archivesAndReplaysHaveNamesOf48And64Characters() {
    aws.create("AWS::Events::Archive", "A", Map.of("ArchiveName", letters(48), "SourceArn", BUS));
    refused(
        () ->
            aws.create(
                "AWS::Events::Archive", "B", Map.of("ArchiveName", letters(49), "SourceArn", BUS)),
        "at 'archiveName' failed to satisfy constraint: Member must have length less than or equal"
            + " to 48");
    replay(letters(64));
    refused(() -> replay(letters(65)), "less than or equal to 64");
  }

  private void replay(String name) {
    Instant now = aws.clock.instant();
    aws.events.startReplay(
        it ->
            it.replayName(name)
                .eventSourceArn("arn:aws:events:us-east-1:000000000000:archive/archive")
                .eventStartTime(now.minusSeconds(60))
                .eventEndTime(now)
                .destination(destination -> destination.arn(BUS)));
  }

  private void topic(Map<String, Object> more) {
    String topic = aws.sns.createTopic(it -> it.name("route")).topicArn();
    Map<String, Object> properties =
        new HashMap<>(
            Map.of(
                "TopicArn",
                topic,
                "Protocol",
                "sqs",
                "RawMessageDelivery",
                true,
                "RedrivePolicy",
                Map.of("deadLetterTargetArn", arn("dead"))));
    properties.putAll(more);
    aws.create("AWS::SNS::Subscription", "S", properties);
  }

  private static String topicArn() {
    return "arn:aws:sns:us-east-1:000000000000:route";
  }

  @Test
  void aTopicTakes256KibOfARuleAndWhatIsLargerBecomesADeadLetter() {
    topic(Map.of("Endpoint", arn("inbox")));
    rule();
    target(
        Target.builder()
            .arn(topicArn())
            .deadLetterConfig(config -> config.arn(arn("dead")))
            .inputTransformer(
                it -> it.inputPathsMap(Map.of("x", "$.detail.x")).inputTemplate("<x>")));

    put("made", "{\"x\":\"%s\"}".formatted(letters(262_144 - 2)));
    assertThat(bodies("inbox")).singleElement().asString().hasSize(262_144);
    assertThat(bodies("dead")).isEmpty();

    put("made", "{\"x\":\"%s\"}".formatted(letters(262_144 - 1)));
    assertThat(bodies("inbox")).isEmpty();
    assertThat(bodies("dead")).hasSize(1);
  }

  @Test
  void aRawMessageHasTenAttributesAndOneWithMoreBecomesADeadLetter() {
    topic(Map.of("Endpoint", arn("inbox")));

    publish("ten", 10);
    publish("eleven", 11);

    assertThat(bodies("inbox")).containsExactly("ten");
    // The queue of dead letters takes no more than the other.
    assertThat(bodies("dead")).isEmpty();
  }

  private void publish(String message, int attributes) {
    MessageAttributeValue value =
        MessageAttributeValue.builder().dataType("String").stringValue("x").build();
    aws.sns.publish(
        it ->
            it.topicArn(topicArn())
                .message(message)
                .messageAttributes(
                    to(attributes).stream().collect(Collectors.toMap(i -> "a" + i, _ -> value))));
  }

  @Test
  void aQueueThatTakesLessThanATopicLeavesTheRestToTheDeadLetters() {
    aws.create(
        "AWS::SQS::Queue", "Small", Map.of("QueueName", "small", "MaximumMessageSize", 1024));
    topic(Map.of("Endpoint", arn("small")));

    publish(letters(1024), 0);
    publish(letters(1025), 0);

    assertThat(bodies("small")).singleElement().asString().hasSize(1024);
    assertThat(bodies("dead")).singleElement().asString().hasSize(1025);
  }

  @Test
  void aMessageIsHiddenFor12HoursInAllFromItsFirstReceive() {
    String url = aws.uri() + "/000000000000/inbox";
    aws.sqs.sendMessage(it -> it.queueUrl(url).messageBody("x"));
    String receipt =
        aws.sqs
            .receiveMessage(it -> it.queueUrl(url).visibilityTimeout(43_200))
            .messages()
            .getFirst()
            .receiptHandle();
    aws.clock.advance(Duration.ofHours(2));

    aws.sqs.changeMessageVisibility(
        it -> it.queueUrl(url).receiptHandle(receipt).visibilityTimeout(10 * 3600 - 60));
    refused(
        () ->
            aws.sqs.changeMessageVisibility(
                it -> it.queueUrl(url).receiptHandle(receipt).visibilityTimeout(10 * 3600 + 60)),
        "Total VisibilityTimeout for the message is beyond the limit [43200 seconds]");
  }

  @Test
  void anItemHas400KibAndKeysOf2048And1024Bytes() {
    aws.create(
        "AWS::DynamoDB::Table",
        "Ledger",
        Map.of(
            "TableName", "ledger",
            "AttributeDefinitions",
                List.of(
                    Map.of("AttributeName", "pk", "AttributeType", "S"),
                    Map.of("AttributeName", "sk", "AttributeType", "S")),
            "KeySchema",
                List.of(
                    Map.of("AttributeName", "pk", "KeyType", "HASH"),
                    Map.of("AttributeName", "sk", "KeyType", "RANGE"))));
    try (DynamoDbClient dynamo = aws.client(DynamoDbClient.builder())) {
      put(dynamo, 2048, 1024, 0);
      refused(() -> put(dynamo, 2049, 1, 0), "Size of hashkey has exceeded");
      refused(() -> put(dynamo, 1, 1025, 0), "Size of rangekey has exceeded");
      // Names count too: pk, sk and x, and the two keys' letters.
      put(dynamo, 1, 1, 400 * 1024 - 7);
      refused(
          () -> put(dynamo, 2, 1, 400 * 1024 - 7),
          "Item size has exceeded the maximum allowed size");
    }
  }

  private static void put(DynamoDbClient dynamo, int hash, int range, int more) {
    dynamo.putItem(
        it ->
            it.tableName("ledger")
                .item(
                    Map.of(
                        "pk", AttributeValue.fromS(letters(hash)),
                        "sk", AttributeValue.fromS(letters(range)),
                        "x", AttributeValue.fromS(letters(more)))));
  }
}
