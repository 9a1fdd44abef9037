package dev.patchbay.cli.deadletters;

import dev.patchbay.cli.command.CommandFailure;
import dev.patchbay.cli.hub.Running;
import dev.patchbay.core.json.Json;
import dev.patchbay.local.aws.events.InputTransformer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.InputLogEvent;
import software.amazon.awssdk.services.cloudwatchlogs.model.ResourceAlreadyExistsException;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResponse;
import software.amazon.awssdk.services.eventbridge.model.Target;
import software.amazon.awssdk.services.firehose.FirehoseClient;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.InvocationType;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sqs.SqsClient;

/**
 * The services that rules send to, called as EventBridge calls them
 * (https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-targets.html), with the credentials
 * of whoever redrives. Thread-safe.
 */
final class TargetServices implements AutoCloseable {
  private final Running hub;
  private final Map<String, SdkClient> clients = new ConcurrentHashMap<>();

  TargetServices(Running hub) {
    this.hub = hub;
  }

  /** An EventBridge client of the hub's own region. */
  EventBridgeClient events() {
    return client("", EventBridgeClient.builder());
  }

  /**
   * Sends one input to one target.
   *
   * @param letter whose event it is
   * @throws CommandFailure where nobody but EventBridge can call a target of this kind
   */
  void send(Target target, String input, DeadLetter letter) {
    String[] arn = target.arn().split(":", 6);
    String kind = arn[2].equals("events") ? "events:" + arn[5].split("/")[0] : arn[2];
    switch (kind) {
      case "sns" ->
          client(arn[3], SnsClient.builder())
              .publish(publish -> publish.topicArn(target.arn()).message(input));
      case "sqs" -> toQueue(target, input, arn);
      case "lambda" ->
          client(arn[3], LambdaClient.builder())
              .invoke(
                  invoke ->
                      invoke
                          .functionName(target.arn())
                          .invocationType(InvocationType.EVENT)
                          .payload(SdkBytes.fromUtf8String(input)));
      case "states" ->
          client(arn[3], SfnClient.builder())
              .startExecution(start -> start.stateMachineArn(target.arn()).input(input));
      case "kinesis" -> toKinesis(target, input, arn, letter);
      case "firehose" ->
          client(arn[3], FirehoseClient.builder())
              .putRecord(
                  put ->
                      put.deliveryStreamName(arn[5].substring(arn[5].indexOf('/') + 1))
                          .record(record -> record.data(SdkBytes.fromUtf8String(input))));
      case "logs" -> toLogGroup(input, arn, letter);
      case "events:event-bus" ->
          publish(client(arn[3], EventBridgeClient.builder()), target.arn(), letter);
      default ->
          throw new CommandFailure(
              target.arn()
                  + " can be called by EventBridge alone; replay the event with ./patchbay replay"
                  + " --event "
                  + letter.event()
                  + " --again, which every route takes again, or discard it");
    }
  }

  private void toQueue(Target target, String input, String[] arn) {
    SqsClient sqs = client(arn[3], SqsClient.builder());
    String url =
        sqs.getQueueUrl(get -> get.queueName(arn[5]).queueOwnerAWSAccountId(arn[4])).queueUrl();
    String group = target.sqsParameters() == null ? null : target.sqsParameters().messageGroupId();
    sqs.sendMessage(send -> send.queueUrl(url).messageBody(input).messageGroupId(group));
  }

  /** By the event's own id where the rule names no key, or its path leads nowhere. */
  private void toKinesis(Target target, String input, String[] arn, DeadLetter letter) {
    Object named =
        target.kinesisParameters() == null
            ? null
            : InputTransformer.at(letter.body(), target.kinesisParameters().partitionKeyPath());
    String key = String.valueOf(named == null ? letter.body().get("id") : named);
    client(arn[3], KinesisClient.builder())
        .putRecord(
            put ->
                put.streamARN(target.arn()).partitionKey(key).data(SdkBytes.fromUtf8String(input)));
  }

  /** A log stream for each letter, as EventBridge makes one of its own for what it writes. */
  private void toLogGroup(String input, String[] arn, DeadLetter letter) {
    CloudWatchLogsClient logs = client(arn[3], CloudWatchLogsClient.builder());
    String group = arn[5].replaceFirst("^log-group:", "").replaceFirst(":[*]$", "");
    String stream = "redrive-" + letter.id();
    try {
      logs.createLogStream(create -> create.logGroupName(group).logStreamName(stream));
    } catch (ResourceAlreadyExistsException _) {
      // Of an attempt that ended before it wrote.
    }
    InputLogEvent line =
        InputLogEvent.builder().timestamp(Instant.now().toEpochMilli()).message(input).build();
    logs.putLogEvents(put -> put.logGroupName(group).logStreamName(stream).logEvents(line));
  }

  /**
   * Puts a letter's event on a bus.
   *
   * @param bus by name or ARN
   * @throws CommandFailure where the letter holds none, or the bus refuses it
   */
  static void publish(EventBridgeClient events, String bus, DeadLetter letter) {
    Map<String, Object> event = letter.body();
    if (!(event.get("source") instanceof String source)
        || !(event.get("detail-type") instanceof String type)
        || letter.detail().isEmpty()) {
      throw new CommandFailure(letter.id() + " is no event of the bus; look at it and discard it");
    }
    List<String> resources =
        event.get("resources") instanceof List<?> named
            ? named.stream().map(String::valueOf).toList()
            : List.of();
    PutEventsRequestEntry entry =
        PutEventsRequestEntry.builder()
            .eventBusName(bus)
            .source(source)
            .detailType(type)
            .resources(resources)
            .detail(Json.write(letter.detail()))
            .build();
    PutEventsResponse answer = events.putEvents(put -> put.entries(entry));
    if (answer.failedEntryCount() != null && answer.failedEntryCount() > 0) {
      throw new CommandFailure(
          "the bus refused " + letter.id() + ": " + answer.entries().getFirst().errorMessage());
    }
  }

  /**
   * A client, made once.
   *
   * @param region of the target, which may lie elsewhere than the hub; empty for the hub's own
   */
  @SuppressWarnings("unchecked")
  private <B extends AwsClientBuilder<B, C>, C extends SdkClient> C client(
      String region, AwsClientBuilder<B, C> builder) {
    return (C)
        clients.computeIfAbsent(
            builder.getClass().getName() + region, _ -> made(region, (B) builder));
  }

  private <B extends AwsClientBuilder<B, C>, C extends SdkClient> C made(String region, B builder) {
    B pointed = hub.client(builder);
    return region.isEmpty() || hub.isLocal()
        ? pointed.build()
        : pointed.region(Region.of(region)).build();
  }

  @Override
  public void close() {
    clients.values().forEach(SdkClient::close);
  }
}
