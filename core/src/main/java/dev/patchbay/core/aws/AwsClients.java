package dev.patchbay.core.aws;

import dev.patchbay.core.setting.Once;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.time.Duration;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;

/**
 * What the clients of AWS's services in one process share, since each would make its own at every
 * start: the HTTP client and the chain that finds credentials. Thread-safe.
 */
public final class AwsClients {
  /** Of the SDK's own HTTP client. */
  private static final Duration CONNECT = Duration.ofSeconds(2);

  /** As the SDK's own HTTP client; a time-out that a client sets ends a call sooner. */
  private static final Duration READ = Duration.ofSeconds(30);

  private static final SdkHttpClient HTTP = UrlConnectionHttpClient.create(AwsClients::connection);
  private static final Once<AwsCredentialsProvider> CREDENTIALS =
      Once.of(() -> DefaultCredentialsProvider.builder().build());

  private AwsClients() {}

  /** A client with what is shared. The SDK finds its region and endpoint in the environment. */
  public static <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> B shared(
      B builder) {
    return builder.httpClient(HTTP).credentialsProvider(credentials());
  }

  /** Connections that are kept open between calls; closing it has no effect. */
  public static SdkHttpClient http() {
    return HTTP;
  }

  /** Those of the function's role, or of whoever has called. */
  public static AwsCredentialsProvider credentials() {
    return CREDENTIALS.get();
  }

  /**
   * The JDK's own trust store is read when the first call by TLS is made; the SDK would read it for
   * each client, though none be called.
   */
  private static HttpURLConnection connection(URI uri) {
    try {
      HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
      connection.setConnectTimeout((int) CONNECT.toMillis());
      connection.setReadTimeout((int) READ.toMillis());
      return connection;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
