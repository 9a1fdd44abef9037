package dev.patchbay.connectors.kit;

import dev.patchbay.connectors.testkit.MotoServer;
import java.io.IOException;
import java.net.URI;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.regions.Region;

/** AWS as moto plays it, and AWS's own clients of it. */
record Moto(MotoServer server) implements AutoCloseable {
  static Moto start() throws InterruptedException, IOException {
    return new Moto(MotoServer.start());
  }

  /** A client of it. */
  <B extends AwsClientBuilder<B, C>, C> C client(B builder) {
    return builder
        .endpointOverride(URI.create(server.url()))
        .region(Region.US_EAST_1)
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")))
        .build();
  }

  @Override
  public void close() {
    server.close();
  }
}
