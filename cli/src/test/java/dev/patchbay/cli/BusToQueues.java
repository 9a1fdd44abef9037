package dev.patchbay.cli;

import dev.patchbay.local.aws.AwsEndpoint;
import dev.patchbay.local.aws.dynamodb.DynamoService;
import dev.patchbay.local.aws.events.Buses;
import dev.patchbay.local.aws.events.EventBridgeService;
import dev.patchbay.local.aws.events.EventsProvider;
import dev.patchbay.local.aws.firehose.DeliveryStreams;
import dev.patchbay.local.aws.iam.Permissions;
import dev.patchbay.local.aws.iam.RoleProvider;
import dev.patchbay.local.aws.logs.LogGroups;
import dev.patchbay.local.aws.logs.LogsService;
import dev.patchbay.local.aws.s3.S3Service;
import dev.patchbay.local.aws.sns.TopicProvider;
import dev.patchbay.local.aws.sns.Topics;
import dev.patchbay.local.aws.sqs.QueueProvider;
import dev.patchbay.local.aws.sqs.Queues;
import dev.patchbay.local.aws.sqs.SqsService;
import dev.patchbay.local.clock.HubClock;
import dev.patchbay.local.store.Store;
import dev.patchbay.local.template.StackRunner;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;

/**
 * The laptop's engine over the project's own templates, without the functions: what is put on the
 * bus stays in the queues. Rules and topics need the policies that the templates give them.
 */
final class BusToQueues implements AutoCloseable {
  private final Store store;
  private final HubClock clock = new HubClock();
  private final AwsEndpoint endpoint;
  private final EventBridgeClient events;
  private final SqsClient sqs;

  BusToQueues(Path folder, Path template, Path routes) throws IOException {
    Permissions permissions = new Permissions();
    store = Store.open(folder.resolve("hub.db"));
    Queues queues = new Queues(store, clock, permissions);
    Topics topics = new Topics(queues, clock, permissions);
    S3Service s3 = new S3Service(store, clock, permissions);
    DeliveryStreams streams = new DeliveryStreams(store, clock, s3, permissions);
    Buses buses = new Buses(store, queues, topics, streams, permissions);
    SqsService sqsService = new SqsService(queues, () -> uri().toString());
    endpoint =
        new AwsEndpoint(
            0, List.of(sqsService, new EventBridgeService(buses, clock)), permissions::caller, 0);
    new StackRunner(
            List.of(
                new QueueProvider(queues, sqsService::url),
                new TopicProvider(topics, permissions),
                new EventsProvider(buses, permissions),
                new DynamoService(store, clock),
                s3,
                new LogsService(new LogGroups(store, clock)),
                new RoleProvider(permissions)),
            Map.of("Routes", routes))
        .run(template, "patchbay", Map.of());
    events = client(EventBridgeClient.builder());
    sqs = client(SqsClient.builder());
  }

  private URI uri() {
    return endpoint.uri();
  }

  private <B extends AwsClientBuilder<B, C>, C> C client(B builder) {
    return builder
        .endpointOverride(uri())
        .region(Region.US_EAST_1)
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local")))
        .build();
  }

  /** Puts an entry on the bus; it must be taken. */
  void put(Map<String, Object> entry) {
    var answer =
        events.putEvents(
            it ->
                it.entries(
                    PutEventsRequestEntry.builder()
                        .eventBusName((String) entry.get("EventBusName"))
                        .source((String) entry.get("Source"))
                        .detailType((String) entry.get("DetailType"))
                        .detail((String) entry.get("Detail"))
                        .build()));
    if (answer.failedEntryCount() > 0) {
      throw new IllegalStateException("the bus did not take " + entry + ": " + answer);
    }
  }

  /** What lies in each queue that holds anything. */
  Map<String, List<String>> bodies() {
    Map<String, List<String>> bodies = new TreeMap<>();
    for (String url : sqs.listQueues().queueUrls()) {
      List<Message> messages = receive(url);
      while (!messages.isEmpty()) {
        List<String> found =
            bodies.computeIfAbsent(url.substring(url.lastIndexOf('/') + 1), _ -> new ArrayList<>());
        messages.forEach(message -> found.add(message.body()));
        messages = receive(url);
      }
    }
    return bodies;
  }

  private List<Message> receive(String url) {
    return sqs.receiveMessage(it -> it.queueUrl(url).maxNumberOfMessages(10).visibilityTimeout(600))
        .messages();
  }

  @Override
  public void close() {
    events.close();
    sqs.close();
    endpoint.close();
    store.close();
    clock.close();
  }
}
