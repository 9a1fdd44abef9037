package dev.patchbay.local.aws;

import dev.patchbay.local.aws.cloudwatch.Alarms;
import dev.patchbay.local.aws.dynamodb.DynamoService;
import dev.patchbay.local.aws.events.Buses;
import dev.patchbay.local.aws.events.EventBridgeService;
import dev.patchbay.local.aws.events.EventsProvider;
import dev.patchbay.local.aws.firehose.DeliveryStreams;
import dev.patchbay.local.aws.firehose.FirehoseService;
import dev.patchbay.local.aws.iam.Authority;
import dev.patchbay.local.aws.iam.Decision;
import dev.patchbay.local.aws.iam.Permissions;
import dev.patchbay.local.aws.iam.RoleProvider;
import dev.patchbay.local.aws.logs.LogGroups;
import dev.patchbay.local.aws.logs.LogsService;
import dev.patchbay.local.aws.s3.S3Service;
import dev.patchbay.local.aws.secretsmanager.SecretsFile;
import dev.patchbay.local.aws.secretsmanager.SecretsService;
import dev.patchbay.local.aws.sns.SnsService;
import dev.patchbay.local.aws.sns.TopicProvider;
import dev.patchbay.local.aws.sns.Topics;
import dev.patchbay.local.aws.sqs.QueueProvider;
import dev.patchbay.local.aws.sqs.Queues;
import dev.patchbay.local.aws.sqs.SqsService;
import dev.patchbay.local.clock.HubClock;
import dev.patchbay.local.store.Store;
import dev.patchbay.local.template.Declared;
import dev.patchbay.local.template.Physical;
import dev.patchbay.local.template.Provider;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sqs.SqsClient;

/** The laptop's AWS services behind an endpoint, and AWS's own clients that talk to it. */
public final class LocalAws implements AutoCloseable {
  public final HubClock clock = new HubClock();
  public final Permissions permissions = new Permissions();
  public final Queues queues;
  public final EventBridgeService eventBridge;
  public final SqsClient sqs;
  public final SnsClient sns;
  public final EventBridgeClient events;
  public final LogGroups logGroups;
  public final Alarms alarms;
  public final TopicProvider topicProvider;

  private final Store store;
  private final AwsEndpoint endpoint;
  private final List<Provider> providers;

  /** One whose rules and topics may deliver wherever they are sent. */
  public LocalAws(Path folder) {
    this(folder, false);
  }

  /**
   * @param enforcing whether rules and topics need the policies of what they deliver to
   */
  public LocalAws(Path folder, boolean enforcing) {
    Authority authority = enforcing ? permissions : _ -> Decision.ALLOWED;
    store = Store.open(folder.resolve("hub.db"));
    queues = new Queues(store, clock, permissions);
    Topics topics = new Topics(queues, clock, authority);
    S3Service s3 = new S3Service(store, clock, permissions);
    DeliveryStreams streams = new DeliveryStreams(store, clock, s3, authority);
    FirehoseService firehose = new FirehoseService(streams);
    Buses buses = new Buses(store, queues, topics, streams, authority);
    SqsService sqsService = new SqsService(queues, () -> uri().toString());
    eventBridge = new EventBridgeService(buses, clock);
    DynamoService dynamo = new DynamoService(store, clock);
    SecretsService secrets =
        new SecretsService(new SecretsFile(secretsJson(folder)), LocalAws::standIn);
    logGroups = new LogGroups(store, clock);
    LogsService logs = new LogsService(logGroups);
    SnsService snsService = new SnsService(topics, store);
    try {
      endpoint =
          new AwsEndpoint(
              0,
              List.of(sqsService, snsService, eventBridge, dynamo, s3, secrets, logs, firehose),
              permissions::caller,
              0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    topicProvider = new TopicProvider(topics, permissions);
    alarms = new Alarms(store, queues, topics, authority, clock);
    providers =
        List.of(
            alarms,
            new QueueProvider(queues, sqsService::url),
            topicProvider,
            new EventsProvider(buses, permissions),
            dynamo,
            s3,
            secrets,
            logs,
            firehose,
            new RoleProvider(permissions));
    sqs = client(SqsClient.builder());
    sns = client(SnsClient.builder());
    events = client(EventBridgeClient.builder());
  }

  /** Where the secrets are, in the folder of the store. */
  public static Path secretsJson(Path folder) {
    return folder.resolve("secrets.json");
  }

  private static Optional<Map<String, Object>> standIn(String name) {
    return name.startsWith("sandbox/") ? Optional.of(Map.of("token", "sandbox")) : Optional.empty();
  }

  /** A client of the endpoint. */
  public <B extends AwsClientBuilder<B, C>, C> C client(B builder) {
    return builder
        .endpointOverride(uri())
        .region(Region.US_EAST_1)
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local")))
        .build();
  }

  public URI uri() {
    return endpoint.uri();
  }

  /** Makes a resource as the template would. */
  public Physical create(String type, String id, Map<String, Object> properties) {
    Provider provider =
        providers.stream().filter(it -> it.types().contains(type)).findFirst().orElseThrow();
    return provider.create(new Declared("test", Path.of("."), id, type, properties));
  }

  @Override
  public void close() {
    sqs.close();
    sns.close();
    events.close();
    endpoint.close();
    store.close();
    clock.close();
  }
}
