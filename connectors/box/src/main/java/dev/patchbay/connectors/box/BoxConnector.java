package dev.patchbay.connectors.box;

import com.box.sdkgen.networking.baseurls.BaseUrls;
import com.box.sdkgen.networking.boxnetworkclient.BoxNetworkClient;
import com.box.sdkgen.networking.fetchoptions.FetchOptions;
import com.box.sdkgen.networking.fetchresponse.FetchResponse;
import com.box.sdkgen.networking.network.NetworkSession;
import com.box.sdkgen.networking.retries.RetryStrategy;
import dev.patchbay.connectors.spi.Connection;
import dev.patchbay.connectors.spi.Connector;
import dev.patchbay.connectors.spi.Sender;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import okhttp3.ConnectionSpec;
import okhttp3.OkHttpClient;

/** Files in Box, by the upload API and Box's own SDK. */
public final class BoxConnector implements Connector {
  private static final String ORIGIN = "https://api.box.com";
  private static final Duration CONNECT = Duration.ofSeconds(5);

  private final Duration answer;

  /** A connector that waits as long for an answer as a function can afford. */
  public BoxConnector() {
    this(Duration.ofSeconds(15));
  }

  BoxConnector(Duration answer) {
    this.answer = answer;
  }

  @Override
  public String name() {
    return "box";
  }

  @Override
  public Sender connect(Connection connection) {
    BoxSecret secret = connection.secret(BoxSecret.class);
    return new BoxSender(secret, session(connection.baseUrl(ORIGIN)));
  }

  private NetworkSession session(URI baseUrl) {
    return new NetworkSession.Builder()
        .baseUrls(baseUrls(baseUrl.toString()))
        .networkClient(new BoxNetworkClient(http(baseUrl.getScheme())))
        .retryStrategy(new Once())
        .build();
  }

  /** Box takes uploads at a host of their own; what stands in for Box takes all at one. */
  private static BaseUrls baseUrls(String baseUrl) {
    if (baseUrl.equals(ORIGIN)) {
      return new BaseUrls();
    }
    return new BaseUrls.Builder()
        .baseUrl(baseUrl)
        .uploadUrl(baseUrl + "/api")
        .oauth2Url(baseUrl)
        .build();
  }

  /** The SDK's own client, which refuses plain HTTP unless told that it may. */
  private OkHttpClient http(String scheme) {
    OkHttpClient.Builder http =
        BoxNetworkClient.getDefaultOkHttpClientBuilder()
            .connectTimeout(CONNECT)
            .readTimeout(answer)
            .writeTimeout(answer);
    return (scheme.equals("http") ? http.connectionSpecs(List.of(ConnectionSpec.CLEARTEXT)) : http)
        .build();
  }

  /**
   * The kit alone retries: the SDK would sleep in the thread, and send a stream that is already
   * read.
   */
  private static final class Once implements RetryStrategy {
    @Override
    public boolean shouldRetry(FetchOptions request, FetchResponse answer, int attempt) {
      return false;
    }

    @Override
    public double retryAfter(FetchOptions request, FetchResponse answer, int attempt) {
      return 0;
    }
  }
}
