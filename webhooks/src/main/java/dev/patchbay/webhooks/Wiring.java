package dev.patchbay.webhooks;

import dev.patchbay.core.catalog.Catalog;
import dev.patchbay.core.secret.AwsSecrets;
import dev.patchbay.core.setting.Settings;
import java.time.Clock;
import java.time.Duration;
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
    return new Intake(
        Catalog.of(settings),
        new AwsSecrets(SecretsManagerClient.create(), CLOCK),
        publisher(settings),
        Fetch::https,
        CLOCK);
  }

  static AwsEvents awsEvents(Settings settings) {
    return new AwsEvents(Catalog.of(settings), publisher(settings), CLOCK);
  }

  static EventBridgeBus bus(Settings settings) {
    return new EventBridgeBus(
        EventBridgeClient.builder().overrideConfiguration(Wiring::inTime).build(), settings.bus());
  }

  private static SqsClient sqs() {
    return SqsClient.builder().overrideConfiguration(Wiring::inTime).build();
  }

  /** Sources wait 3 s at the least (Slack, Zoom, Okta), and bus and queue may both be asked. */
  private static void inTime(ClientOverrideConfiguration.Builder override) {
    override.apiCallTimeout(Duration.ofMillis(1200)).apiCallAttemptTimeout(Duration.ofMillis(800));
  }

  private static Publisher publisher(Settings settings) {
    return new Publisher(
        new OverflowingBus(bus(settings), new Overflow(sqs(), settings.overflow())),
        // A path, not a host name, names the bucket: an endpoint on the laptop has no host per
        // bucket.
        new S3PayloadStore(
            () -> S3Client.builder().forcePathStyle(true).build(), settings::bucket));
  }
}
