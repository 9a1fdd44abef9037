package dev.patchbay.local.aws.parity;

import dev.patchbay.core.moto.Moto;
import dev.patchbay.local.aws.LocalAws;
import java.util.HashMap;
import java.util.Map;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sqs.SqsClient;

/**
 * AWS's own clients of one endpoint, and what earlier calls have left there.
 *
 * @param account that the endpoint is of
 * @param kept what a call left for later ones, such as a receipt
 */
record Clients(
    String account,
    SqsClient sqs,
    SnsClient sns,
    EventBridgeClient events,
    SecretsManagerClient secrets,
    S3Client s3,
    CloudWatchLogsClient logs,
    Map<String, String> kept)
    implements AutoCloseable {

  private interface Builder {
    <B extends AwsClientBuilder<B, C>, C> C client(B builder);
  }

  static Clients of(LocalAws aws) {
    return of(
        "000000000000",
        new Builder() {
          @Override
          public <B extends AwsClientBuilder<B, C>, C> C client(B builder) {
            return aws.client(builder);
          }
        });
  }

  static Clients of(Moto moto) {
    return of(
        "123456789012",
        new Builder() {
          @Override
          public <B extends AwsClientBuilder<B, C>, C> C client(B builder) {
            return moto.client(builder);
          }
        });
  }

  private static Clients of(String account, Builder at) {
    ClientOverrideConfiguration once =
        ClientOverrideConfiguration.builder().retryStrategy(AwsRetryStrategy.doNotRetry()).build();
    return new Clients(
        account,
        at.client(SqsClient.builder().checksumValidationEnabled(true).overrideConfiguration(once)),
        at.client(SnsClient.builder().overrideConfiguration(once)),
        at.client(EventBridgeClient.builder().overrideConfiguration(once)),
        at.client(SecretsManagerClient.builder().overrideConfiguration(once)),
        at.client(S3Client.builder().forcePathStyle(true).overrideConfiguration(once)),
        at.client(CloudWatchLogsClient.builder().overrideConfiguration(once)),
        new HashMap<>());
  }

  String arn(String service, String name) {
    return "arn:aws:%s:us-east-1:%s:%s".formatted(service, account, name);
  }

  /** The URL of a queue that an earlier call made. */
  String queue(String name) {
    return kept.computeIfAbsent(
        "queue " + name, _ -> sqs.getQueueUrl(get -> get.queueName(name)).queueUrl());
  }

  @Override
  public void close() {
    sqs.close();
    sns.close();
    events.close();
    secrets.close();
    s3.close();
    logs.close();
  }
}
