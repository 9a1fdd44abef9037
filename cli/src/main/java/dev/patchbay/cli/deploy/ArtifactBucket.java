package dev.patchbay.cli.deploy;

import dev.patchbay.cli.command.CommandFailure;
import java.nio.file.Path;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketLifecycleConfiguration;
import software.amazon.awssdk.services.s3.model.CreateBucketConfiguration;
import software.amazon.awssdk.services.s3.model.ExpirationStatus;
import software.amazon.awssdk.services.s3.model.LifecycleRule;
import software.amazon.awssdk.services.s3.model.LifecycleRuleFilter;
import software.amazon.awssdk.services.s3.model.PublicAccessBlockConfiguration;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;
import software.amazon.awssdk.services.s3.model.ServerSideEncryptionByDefault;
import software.amazon.awssdk.services.s3.model.ServerSideEncryptionConfiguration;
import software.amazon.awssdk.services.s3.model.ServerSideEncryptionRule;

/**
 * The bucket of what is deployed: functions and templates, by digest. It keeps them all, since a
 * rollback needs the old ones.
 */
final class ArtifactBucket implements AutoCloseable {
  private static final String TLS_ONLY =
      """
      {"Version": "2012-10-17", "Statement": [{"Sid": "TlsOnly", "Effect": "Deny", "Principal": "*", "Action": "s3:*",
       "Resource": ["arn:%1$s:s3:::%2$s", "arn:%1$s:s3:::%2$s/*"], "Condition": {"Bool": {"aws:SecureTransport": "false"}}}]}
      """;

  private final Account account;
  private final String name;
  private final S3Client s3;

  /**
   * @param name null for the account's own
   */
  ArtifactBucket(Account account, String name) {
    this.account = account;
    this.name = name == null ? "patchbay-artifacts-" + account.id() + "-" + account.region() : name;
    this.s3 = account.client(S3Client.builder()).forcePathStyle(true).build();
  }

  String name() {
    return name;
  }

  /**
   * Whether it is there.
   *
   * @throws CommandFailure where it is another account's
   */
  boolean exists() {
    try {
      s3.headBucket(head -> head.bucket(name).expectedBucketOwner(account.id()));
      return true;
    } catch (S3Exception e) {
      if (e.statusCode() == 404) {
        return false;
      }
      throw new CommandFailure(
          "the bucket %s is not yours to use (%d): it belongs to another account or region, or you may not see it; name another with --bucket"
              .formatted(name, e.statusCode()));
    }
  }

  /** Makes it: encrypted, closed to the public, and by TLS alone. */
  void make() {
    s3.createBucket(
        create -> {
          create.bucket(name);
          if (!account.region().equals("us-east-1")) {
            create.createBucketConfiguration(
                CreateBucketConfiguration.builder().locationConstraint(account.region()).build());
          }
        });
    s3.putPublicAccessBlock(
        put ->
            put.bucket(name)
                .publicAccessBlockConfiguration(
                    PublicAccessBlockConfiguration.builder()
                        .blockPublicAcls(true)
                        .blockPublicPolicy(true)
                        .ignorePublicAcls(true)
                        .restrictPublicBuckets(true)
                        .build()));
    s3.putBucketEncryption(put -> put.bucket(name).serverSideEncryptionConfiguration(encryption()));
    s3.putBucketPolicy(
        put -> put.bucket(name).policy(TLS_ONLY.formatted(account.partition(), name)));
    s3.putBucketLifecycleConfiguration(put -> put.bucket(name).lifecycleConfiguration(lifecycle()));
  }

  private static ServerSideEncryptionConfiguration encryption() {
    return ServerSideEncryptionConfiguration.builder()
        .rules(
            ServerSideEncryptionRule.builder()
                .applyServerSideEncryptionByDefault(
                    ServerSideEncryptionByDefault.builder()
                        .sseAlgorithm(ServerSideEncryption.AES256)
                        .build())
                .build())
        .build();
  }

  /** Nothing of use expires; what a broken upload left behind does. */
  private static BucketLifecycleConfiguration lifecycle() {
    return BucketLifecycleConfiguration.builder()
        .rules(
            LifecycleRule.builder()
                .id("broken-uploads")
                .status(ExpirationStatus.ENABLED)
                .filter(LifecycleRuleFilter.builder().prefix("").build())
                .abortIncompleteMultipartUpload(abort -> abort.daysAfterInitiation(7))
                .build())
        .build();
  }

  /** Puts a packaged template in it, and gives the URL by which CloudFormation reads it. */
  String put(Path template, String key) {
    s3.putObject(
        put -> put.bucket(name).key(key).expectedBucketOwner(account.id()),
        RequestBody.fromFile(template));
    return "https://s3.%s.%s/%s/%s".formatted(account.region(), account.domain(), name, key);
  }

  @Override
  public void close() {
    s3.close();
  }
}
