package dev.patchbay.core.moto;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import org.junit.jupiter.api.Assumptions;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.regions.Region;

/**
 * AWS as moto plays it (https://docs.getmoto.org/en/latest/docs/server_mode.html), for the tests of
 * every module. Without {@code moto_server} a test is skipped, and {@code .ci/run} names it.
 */
public final class Moto implements AutoCloseable {
  private static final int TRIES = 300;

  private final Process process;
  private final int port;

  private Moto(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /** Starts a server; it listens on return. */
  public static Moto start() throws IOException, InterruptedException {
    int port = freePort();
    Process process = process(port);
    for (int i = 0; i < TRIES && process.isAlive() && !listens(port); i++) {
      Thread.sleep(100);
    }
    if (!listens(port)) {
      process.destroy();
      throw new IOException(
          "moto_server does not listen; install it with: pip install 'moto[server]'");
    }
    return new Moto(process, port);
  }

  private static Process process(int port) {
    try {
      return new ProcessBuilder("moto_server", "-p", Integer.toString(port))
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start();
    } catch (IOException e) {
      return Assumptions.abort("moto_server is not installed");
    }
  }

  /** A client of it. */
  public <B extends AwsClientBuilder<B, C>, C> C client(B builder) {
    return client(
        builder, StaticCredentialsProvider.create(AwsBasicCredentials.create("moto", "moto")));
  }

  /** A client of it by the keys of somebody whom it knows. */
  public <B extends AwsClientBuilder<B, C>, C> C client(B builder, AwsCredentialsProvider keys) {
    return builder
        .endpointOverride(uri())
        .region(Region.US_EAST_1)
        .credentialsProvider(keys)
        .build();
  }

  /** Its address. */
  public URI uri() {
    return URI.create("http://127.0.0.1:" + port);
  }

  @Override
  public void close() {
    process.destroy();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static boolean listens(int port) {
    try (Socket _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
