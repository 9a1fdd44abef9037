package dev.patchbay.webhooks;

import dev.patchbay.core.catalog.Catalog;
import dev.patchbay.core.secret.AwsSecrets;
import dev.patchbay.core.setting.Settings;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Consumer;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.sqs.SqsClient;

/**
 * Puts the functions' parts together; the SDK finds its region, credentials and endpoint in the
 * environment.
 */
final class Wiring {
  private static final Clock CLOCK = Clock.systemUTC();

  private Wiring() {}

  static Intake intake(Settings settings) {
    Catalog catalog = Catalog.of(settings);
    AwsSecrets secrets = new AwsSecrets(SecretsManagerClient.create(), CLOCK);
    AllowedIps allowed =
        AllowedIps.parse(settings.allowedIps(), name -> catalog.source(name).isPresent());
    Door door = new Door(allowed, settings.originSecret().orElse(null), secrets);
    return new Intake(catalog, secrets, publisher(settings), Fetch::https, CLOCK, door);
  }

  static AwsEvents awsEvents(Settings settings) {
    return new AwsEvents(Catalog.of(settings), publisher(settings), CLOCK);
  }

  static EventBridgeBus bus(Settings settings) {
    return new EventBridgeBus(
        EventBridgeClient.builder().overrideConfiguration(within(Duration.ofMillis(2500))).build(),
        settings.bus());
  }

  static Overflow overflow(String url) {
    return new Overflow(sqs(), url);
  }

  private static SqsClient sqs() {
    // By now it is late for some sources, and better late than lost.
    return SqsClient.builder().overrideConfiguration(within(Duration.ofSeconds(10))).build();
  }

  /** Most sources wait 3 s at the least (Slack, Zoom, Okta); a second attempt must fit. */
  private static Consumer<ClientOverrideConfiguration.Builder> within(Duration all) {
    return override -> override.apiCallTimeout(all).apiCallAttemptTimeout(all.dividedBy(2));
  }

  private static Publisher publisher(Settings settings) {
    return new Publisher(
        new OverflowingBus(bus(settings), overflow(settings.overflow())),
        // A path, not a host name, names the bucket: an endpoint on the laptop has no host per
        // bucket.
        new S3PayloadStore(
            () -> S3Client.builder().forcePathStyle(true).build(), settings::bucket));
  }
}
