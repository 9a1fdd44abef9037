package dev.patchbay.connectors.slack;

import com.slack.api.Slack;
import com.slack.api.SlackConfig;
import com.slack.api.methods.MethodsClient;
import com.slack.api.util.http.SlackHttpClient;
import dev.patchbay.connectors.spi.Connection;
import dev.patchbay.connectors.spi.Connector;
import dev.patchbay.connectors.spi.Sender;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import okhttp3.ConnectionPool;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Response;
import okhttp3.ResponseBody;

/** Slack, by {@code chat.postMessage} of its Web API and Slack's own SDK. */
public final class SlackConnector implements Connector {
  private static final Duration CONNECT = Duration.ofSeconds(5);

  private final Duration answer;

  /** A connector that waits as long for an answer as a function can afford. */
  public SlackConnector() {
    this(Duration.ofSeconds(10));
  }

  SlackConnector(Duration answer) {
    this.answer = answer;
  }

  @Override
  public String name() {
    return "slack";
  }

  @Override
  public Sender connect(Connection connection) {
    SlackSecret secret = connection.secret(SlackSecret.class);
    return new SlackSender(client(secret.token(), connection.baseUrl("https://slack.com")));
  }

  private MethodsClient client(String token, URI baseUrl) {
    SlackConfig config = new SlackConfig();
    config.setStatsEnabled(
        false); // else the SDK asks auth.test first, to count messages by workspace
    SlackThreads.stop(config);
    config.setProxyUrl(
        null); // else HTTP_PROXY of the environment, which holds for stand-ins on loopback too
    config.setMethodsEndpointUrlPrefix(
        baseUrl + (baseUrl.getPath().endsWith("/api") ? "/" : "/api/"));
    OkHttpClient http =
        SlackHttpClient.buildOkHttpClient(config)
            .newBuilder()
            .connectTimeout(CONNECT)
            .readTimeout(answer)
            .writeTimeout(answer)
            // A kept connection that has died meanwhile would make the outcome of a message
            // unknown.
            .connectionPool(new ConnectionPool(0, 1, TimeUnit.SECONDS))
            .retryOnConnectionFailure(
                false) // else a message may be posted once for each address of slack.com
            .addNetworkInterceptor(SlackConnector::exchange)
            .build();
    return Slack.getInstance(config, new SlackHttpClient(http)).methods(token);
  }

  /**
   * Marks what fails once a connection stands, reading the answer included: Slack may have taken
   * the message.
   */
  private static Response exchange(Interceptor.Chain chain) throws IOException {
    try (Response response = chain.proceed(chain.request())) {
      ResponseBody body = response.body();
      Response read =
          response.newBuilder().body(ResponseBody.create(body.bytes(), body.contentType())).build();
      return "0".equals(read.header("Retry-After")) // OkHttp resends at once on a 503 that says so
          ? read.newBuilder().removeHeader("Retry-After").build()
          : read;
    } catch (IOException e) {
      throw new BrokenExchange(e);
    }
  }

  /** A failure after the request may have left. */
  static final class BrokenExchange extends IOException {
    BrokenExchange(IOException cause) {
      super(cause);
    }
  }
}
