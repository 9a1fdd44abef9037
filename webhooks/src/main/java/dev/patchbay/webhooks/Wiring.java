package dev.patchbay.webhooks;

import dev.patchbay.core.aws.AwsClients;
import dev.patchbay.core.bucket.BucketObjects;
import dev.patchbay.core.catalog.Catalog;
import dev.patchbay.core.secret.AwsSecrets;
import dev.patchbay.core.setting.Once;
import dev.patchbay.core.setting.Settings;
import dev.patchbay.core.trace.Tracer;
import dev.patchbay.webhooks.bus.EventBridgeBus;
import dev.patchbay.webhooks.bus.Overflow;
import dev.patchbay.webhooks.bus.OverflowingBus;
import dev.patchbay.webhooks.door.AllowedIps;
import dev.patchbay.webhooks.door.Door;
import dev.patchbay.webhooks.intake.AwsEvents;
import dev.patchbay.webhooks.intake.Intake;
import dev.patchbay.webhooks.publishing.Publisher;
import dev.patchbay.webhooks.publishing.S3PayloadStore;
import dev.patchbay.webhooks.reading.Fetch;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Consumer;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.sqs.SqsClient;

/**
 * Puts the functions' parts together; the SDK finds its region, credentials and endpoint in the
 * environment.
 */
final class Wiring {
  private static final Clock CLOCK = Clock.systemUTC();

  private final Settings settings;
  private final Consumer<AwsClientBuilder<?, ?>> clients;
  private final Once<SecretsManagerClient> secretsManager =
      Once.of(() -> set(SecretsManagerClient.builder()).build());
  private final Once<EventBridgeClient> eventBridge =
      Once.of(
          () ->
              set(EventBridgeClient.builder())
                  .overrideConfiguration(within(Duration.ofMillis(2500)))
                  .build());

  Wiring(Settings settings) {
    this(settings, _ -> {});
  }

  /**
   * Parts of other surroundings.
   *
   * @param clients sets what a client does not find in the environment
   */
  Wiring(Settings settings, Consumer<AwsClientBuilder<?, ?>> clients) {
    this.settings = settings;
    this.clients = clients;
  }

  Intake intake() {
    Once.begin(secretsManager, eventBridge);
    Catalog catalog = Catalog.of(settings);
    AwsSecrets secrets = secrets();
    AllowedIps allowed =
        AllowedIps.parse(settings.allowedIps(), name -> catalog.source(name).isPresent());
    return intake(
        catalog, secrets, new Door(allowed, settings.originSecret().orElse(null), secrets));
  }

  /** An intake of other sources, whose door is open. */
  Intake intake(Catalog catalog) {
    return intake(catalog, secrets(), Door.open());
  }

  private Intake intake(Catalog catalog, AwsSecrets secrets, Door door) {
    return new Intake(
        catalog, secrets, publisher(), Fetch::https, new Tracer(settings, CLOCK), CLOCK, door);
  }

  private AwsSecrets secrets() {
    return new AwsSecrets(secretsManager, CLOCK);
  }

  AwsEvents awsEvents() {
    return new AwsEvents(Catalog.of(settings), publisher(), new Tracer(settings, CLOCK), CLOCK);
  }

  EventBridgeBus bus() {
    return new EventBridgeBus(eventBridge, settings.bus());
  }

  Overflow overflow(String url) {
    return new Overflow(Once.of(this::sqs), url);
  }

  private SqsClient sqs() {
    // By now it is late for some sources, and better late than lost.
    return set(SqsClient.builder()).overrideConfiguration(within(Duration.ofSeconds(10))).build();
  }

  /** Most sources wait 3 s at the least (Slack, Zoom, Okta); a second attempt must fit. */
  private static Consumer<ClientOverrideConfiguration.Builder> within(Duration all) {
    return override -> override.apiCallTimeout(all).apiCallAttemptTimeout(all.dividedBy(2));
  }

  private Publisher publisher() {
    return new Publisher(
        new OverflowingBus(bus(), overflow(settings.overflow())),
        new S3PayloadStore(() -> BucketObjects.of(settings), settings::bucket));
  }

  private <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> B set(B builder) {
    clients.accept(AwsClients.shared(builder));
    return builder;
  }
}
