package dev.patchbay.cli.deploy;

import dev.patchbay.cli.command.CommandFailure;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.StsException;

/** The AWS account and region that a command acts on. Thread-safe. */
final class Account {
  private final String profile;
  private final Region region;
  private final AwsCredentialsProvider credentials;
  private final String id;

  private Account(String profile, Region region, AwsCredentialsProvider credentials) {
    this.profile = profile;
    this.region = region;
    this.credentials = credentials;
    this.id = identity();
  }

  /**
   * The account of a profile, or of the environment, as the AWS CLI finds it.
   *
   * @param profile of ~/.aws/config; null for the environment's
   * @param region null for the profile's or the environment's
   * @throws CommandFailure where there are no credentials, no region, or AWS refuses them
   */
  static Account of(String profile, String region) {
    AwsCredentialsProvider credentials =
        profile == null
            ? DefaultCredentialsProvider.builder().build()
            : ProfileCredentialsProvider.create(profile);
    return new Account(profile, region == null ? region(profile) : Region.of(region), credentials);
  }

  private static Region region(String profile) {
    try {
      DefaultAwsRegionProviderChain.Builder chain = DefaultAwsRegionProviderChain.builder();
      return (profile == null ? chain : chain.profileName(profile)).build().getRegion();
    } catch (SdkClientException e) {
      throw new CommandFailure("no AWS region: name one with --region, or set AWS_REGION");
    }
  }

  private String identity() {
    try (StsClient sts = client(StsClient.builder()).build()) {
      return sts.getCallerIdentity().account();
    } catch (StsException e) {
      throw new CommandFailure("AWS refuses these credentials: " + e.getMessage());
    } catch (SdkClientException e) {
      throw new CommandFailure(
          "no AWS credentials, or AWS cannot be reached; sign in (aws sso login, aws configure), or"
              + " name a profile with --profile. AWS's SDK says: "
              + e.getMessage());
    }
  }

  /** Points a client builder at the account. */
  <B extends AwsClientBuilder<B, ?>> B client(B builder) {
    return builder.region(region).credentialsProvider(credentials);
  }

  /** The account's number. */
  String id() {
    return id;
  }

  /** Such as {@code eu-west-1}. */
  String region() {
    return region.id();
  }

  /** Such as {@code aws}; {@code aws-cn} in China. */
  String partition() {
    return region.metadata().partition().id();
  }

  /** The end of the names of AWS's servers, such as {@code amazonaws.com}. */
  String domain() {
    return region.metadata().partition().dnsSuffix();
  }

  /** What AWS's own command lines must be told, to act on the same account. */
  List<String> options() {
    List<String> options = new ArrayList<>(List.of("--region", region.id()));
    if (profile != null) {
      options.addAll(List.of("--profile", profile));
    }
    return options;
  }
}
