package dev.patchbay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.cli.deploy.Moto;
import dev.patchbay.core.json.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.Target;
import software.amazon.awssdk.services.firehose.FirehoseClient;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.Record;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.Runtime;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;

/** Dead letters of rules that send to AWS itself, on moto's server: each to its own target. */
final class RedriveToTargetsTest {
  private static final String ACCOUNT = "us-east-1:123456789012:";
  private static final String ROLE = "arn:aws:iam::123456789012:role/any";
  private static final String LETTERS = "hub-undelivered-events";
  private static final Map<String, String> SETTINGS =
      Map.of(
          "aws.accessKeyId",
          "any",
          "aws.secretAccessKey",
          "any",
          "aws.region",
          "us-east-1",
          // moto reads Kinesis's JSON only.
          "aws.cborEnabled",
          "false");
  private static final String EVENT =
      Json.write(
          Map.of(
              "version",
              "0",
              "id",
              "e-1",
              "source",
              "patchbay.github",
              "detail-type",
              "push",
              "time",
              "2026-11-27T05:00:00Z",
              "resources",
              List.of(),
              "detail",
              Map.of("id", "d-1", "source", "github", "account", "default", "subject", "acme")));

  @TempDir static Path folder;
  private static Moto moto;
  private static EventBridgeClient events;
  private static SqsClient sqs;

  @BeforeAll
  static void start() throws Exception {
    moto = Moto.start(folder);
    SETTINGS.forEach(System::setProperty);
    System.setProperty("aws.endpointUrl", moto.endpoint());
    events = client(EventBridgeClient.builder());
    sqs = client(SqsClient.builder());
    try (CloudFormationClient stacks = client(CloudFormationClient.builder())) {
      String queue = "{\"Type\": \"AWS::SQS::Queue\", \"Properties\": {\"QueueName\": \"%s\"}}";
      String body = "{\"Resources\": {\"Queue\": %s}}".formatted(queue.formatted(LETTERS));
      stacks.createStack(create -> create.stackName("hub").templateBody(body));
    }
    events.createEventBus(create -> create.name("hub"));
    sqs.createQueue(create -> create.queueName("beside"));
    rule("hub", "beside", Target.builder().arn("arn:aws:sqs:" + ACCOUNT + "beside").build());
  }

  @AfterAll
  static void stop() {
    SETTINGS.keySet().forEach(System::clearProperty);
    System.clearProperty("aws.endpointUrl");
    if (moto != null) {
      events.close();
      sqs.close();
      moto.close();
    }
  }

  private static <B extends AwsClientBuilder<B, C>, C> C client(B builder) {
    return builder
        .endpointOverride(URI.create(moto.endpoint()))
        .region(Region.US_EAST_1)
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create("any", "any")))
        .build();
  }

  private static void rule(String bus, String name, Target target) {
    String pattern = "{\"source\": [\"patchbay.github\"]}";
    events.putRule(put -> put.eventBusName(bus).name(name).eventPattern(pattern));
    events.putTargets(
        put -> put.eventBusName(bus).rule(name).targets(target.toBuilder().id("1").build()));
  }

  /** A rule with one target and its letter; the redrive of that, which no other rule hears of. */
  private static CommandRun redrive(String name, Target target) {
    rule("hub", name, target);
    sqs.sendMessage(
        send ->
            send.queueUrl(url(LETTERS))
                .messageBody(EVENT)
                .messageAttributes(
                    Map.of(
                        "RULE_ARN",
                        text("arn:aws:events:" + ACCOUNT + "rule/hub/" + name),
                        "TARGET_ARN",
                        text(target.arn()))));
    CommandRun run = CommandRun.of("redrive", "--stack", "hub", "--all");
    assertThat(received("beside")).as("what another rule got").isEmpty();
    return run;
  }

  private static MessageAttributeValue text(String value) {
    return MessageAttributeValue.builder().dataType("String").stringValue(value).build();
  }

  private static void assertPutBack(CommandRun run) {
    assertThat(run.out()).as(run.err()).isEqualTo("1 put back\n");
    assertThat(received(LETTERS)).isEmpty();
  }

  private static String url(String queue) {
    return sqs.getQueueUrl(get -> get.queueName(queue)).queueUrl();
  }

  private static List<String> received(String queue) {
    return sqs
        .receiveMessage(receive -> receive.queueUrl(url(queue)).visibilityTimeout(0))
        .messages()
        .stream()
        .map(Message::body)
        .toList();
  }

  private static Target normalised(String arn) {
    return Target.builder().arn(arn).inputPath("$.detail").build();
  }

  private static byte[] zip() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream out = new ZipOutputStream(bytes)) {
      out.putNextEntry(new ZipEntry("index.py"));
    }
    return bytes.toByteArray();
  }

  @Test
  void aFunctionIsInvokedAsynchronously() throws Exception {
    moto.control("POST", "config", "{\"lambda\": {\"use_docker\": false}}");
    moto.makeRole("any");
    try (LambdaClient lambda = client(LambdaClient.builder())) {
      SdkBytes code = SdkBytes.fromByteArray(zip());
      lambda.createFunction(
          create ->
              create
                  .functionName("audit")
                  .runtime(Runtime.PYTHON3_12)
                  .handler("index.main")
                  .role(ROLE)
                  .code(of -> of.zipFile(code)));
    }
    moto.control("POST", "recorder/start-recording", "");
    CommandRun run = redrive("lambda", normalised("arn:aws:lambda:" + ACCOUNT + "function:audit"));
    moto.control("POST", "recorder/stop-recording", "");
    assertPutBack(run);

    String call =
        Files.readAllLines(folder.resolve("recording")).stream()
            .filter(line -> line.contains("/invocations"))
            .findFirst()
            .orElseThrow();
    assertThat(call.toLowerCase(Locale.ROOT)).contains("invocation-type\": \"event\"");
    Map<String, Object> recorded = Json.parseObject(call);
    String body = recorded.get("body").toString();
    boolean encoded = Boolean.TRUE.equals(recorded.get("body_encoded"));
    String input =
        encoded ? new String(Base64.getDecoder().decode(body), StandardCharsets.UTF_8) : body;
    assertThat(Json.parseObject(input))
        .containsEntry("id", "d-1")
        .containsEntry("source", "github");
  }

  @Test
  void aStateMachineStartsWithTheInput() {
    try (SfnClient states = client(SfnClient.builder())) {
      String definition = "{\"StartAt\": \"End\", \"States\": {\"End\": {\"Type\": \"Succeed\"}}}";
      String machine =
          states
              .createStateMachine(
                  create -> create.name("audit").roleArn(ROLE).definition(definition))
              .stateMachineArn();
      assertPutBack(redrive("states", normalised(machine)));

      String execution =
          states
              .listExecutions(list -> list.stateMachineArn(machine))
              .executions()
              .getFirst()
              .executionArn();
      String input = states.describeExecution(get -> get.executionArn(execution)).input();
      assertThat(Json.parseObject(input))
          .containsEntry("id", "d-1")
          .containsEntry("source", "github");
    }
  }

  @Test
  void aKinesisStreamGetsARecordByTheRulesKey() {
    try (KinesisClient kinesis = client(KinesisClient.builder())) {
      kinesis.createStream(create -> create.streamName("audit").shardCount(1));
      Target target =
          normalised("arn:aws:kinesis:" + ACCOUNT + "stream/audit").toBuilder()
              .kinesisParameters(by -> by.partitionKeyPath("$.detail.subject"))
              .build();
      assertPutBack(redrive("kinesis", target));

      String shard =
          kinesis.listShards(list -> list.streamName("audit")).shards().getFirst().shardId();
      String from =
          kinesis
              .getShardIterator(
                  get ->
                      get.streamName("audit")
                          .shardId(shard)
                          .shardIteratorType(ShardIteratorType.TRIM_HORIZON))
              .shardIterator();
      List<Record> records = kinesis.getRecords(get -> get.shardIterator(from)).records();
      assertThat(records).extracting(Record::partitionKey).containsExactly("acme");
      assertThat(Json.parseObject(records.getFirst().data().asUtf8String()))
          .containsEntry("id", "d-1");
    }
  }

  @Test
  void aFirehoseStreamGetsARecord() {
    try (FirehoseClient firehose = client(FirehoseClient.builder());
        S3Client s3 = client(S3Client.builder().forcePathStyle(true))) {
      s3.createBucket(create -> create.bucket("audit"));
      firehose.createDeliveryStream(
          create ->
              create
                  .deliveryStreamName("audit")
                  .extendedS3DestinationConfiguration(
                      to -> to.roleARN(ROLE).bucketARN("arn:aws:s3:::audit")));
      assertPutBack(
          redrive("firehose", normalised("arn:aws:firehose:" + ACCOUNT + "deliverystream/audit")));

      String key = s3.listObjectsV2(list -> list.bucket("audit")).contents().getFirst().key();
      String written = s3.getObjectAsBytes(get -> get.bucket("audit").key(key)).asUtf8String();
      assertThat(Json.parseObject(written)).containsEntry("id", "d-1");
    }
  }

  @Test
  void aLogGroupGetsALine() {
    try (CloudWatchLogsClient logs = client(CloudWatchLogsClient.builder())) {
      logs.createLogGroup(create -> create.logGroupName("/audit"));
      String arn = "arn:aws:logs:" + ACCOUNT + "log-group:/audit";
      assertPutBack(redrive("logs", Target.builder().arn(arn).build()));

      assertThat(logs.filterLogEvents(filter -> filter.logGroupName("/audit")).events())
          .singleElement()
          .satisfies(line -> assertThat(line.message()).isEqualTo(EVENT));
    }
  }

  @Test
  void anotherBusGetsTheEventAsItIs() {
    events.createEventBus(create -> create.name("other"));
    sqs.createQueue(create -> create.queueName("of-other"));
    rule("other", "audit", Target.builder().arn("arn:aws:sqs:" + ACCOUNT + "of-other").build());
    String arn = "arn:aws:events:" + ACCOUNT + "event-bus/other";
    assertPutBack(redrive("bus", Target.builder().arn(arn).build()));

    assertThat(received("of-other"))
        .singleElement()
        .satisfies(body -> assertThat(body).contains("patchbay.github", "push", "d-1"));
  }

  @Test
  void whatOnlyEventBridgeCanCallStaysWhereItIs() {
    CommandRun run =
        redrive("api", normalised("arn:aws:events:" + ACCOUNT + "api-destination/audit/1234"));

    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.err())
        .contains("api-destination/audit/1234 can be called by EventBridge alone; replay the event")
        .contains("--event github/default/d-1 --again");
    assertThat(run.out()).isEqualTo("0 put back, 1 left where they were\n");
    assertThat(CommandRun.of("deadletters", "--stack", "hub").out()).contains("github/default/d-1");
    sqs.purgeQueue(purge -> purge.queueUrl(url(LETTERS)));
  }
}
