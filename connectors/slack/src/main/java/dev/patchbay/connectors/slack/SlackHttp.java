package dev.patchbay.connectors.slack;

import com.slack.api.SlackConfig;
import com.slack.api.methods.MethodsClient;
import com.slack.api.methods.impl.MethodsClientImpl;
import com.slack.api.util.http.SlackHttpClient;
import com.slack.api.util.http.UserAgentInterceptor;
import dev.patchbay.connectors.spi.Answers;
import dev.patchbay.connectors.spi.Outcome;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import okhttp3.ConnectionPool;
import okhttp3.ConnectionSpec;
import okhttp3.Interceptor;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Response;
import okhttp3.ResponseBody;

/** Slack's SDK on an HTTP client that makes each call once, and tells what may have happened. */
final class SlackHttp {
  private static final Duration CONNECT = Duration.ofSeconds(5);

  private SlackHttp() {}

  /**
   * The Web API. The SDK's front door is not gone through: its class makes a whole client beside,
   * trust store and all, for whoever configures nothing.
   *
   * @param address of the API's methods, with the slash at its end
   * @param answer how long an answer may take
   */
  static MethodsClient methods(String address, String token, Duration answer) {
    MethodsClientImpl methods = new MethodsClientImpl(client(address, answer), token);
    methods.setEndpointUrlPrefix(address);
    return methods;
  }

  /** What posts to an incoming webhook at this address. */
  static SlackHttpClient client(String address, Duration answer) {
    SlackConfig config = new SlackConfig();
    config.setStatsEnabled(
        false); // else the SDK asks auth.test first, to count messages by workspace
    SlackThreads.stop(config);
    SlackHttpClient client = new SlackHttpClient(http(address.startsWith("http:"), answer));
    client.setConfig(config);
    return client;
  }

  /** The SDK's own would be made with a trust store though it calls a stand-in by plain HTTP. */
  private static OkHttpClient http(boolean isPlain, Duration answer) {
    OkHttpClient.Builder http =
        new OkHttpClient.Builder()
            .addInterceptor(new UserAgentInterceptor(Map.of()))
            .connectTimeout(CONNECT)
            .readTimeout(answer)
            .writeTimeout(answer)
            // A kept connection that has died meanwhile would make the outcome of a message
            // unknown.
            .connectionPool(new ConnectionPool(0, 1, TimeUnit.SECONDS))
            .retryOnConnectionFailure(
                false) // else a message may be posted once for each address of slack.com
            .followRedirects(false) // a page that is no API answers 200 to anything
            .addNetworkInterceptor(SlackHttp::exchange);
    return (isPlain ? http.connectionSpecs(List.of(ConnectionSpec.CLEARTEXT)) : http).build();
  }

  /**
   * Marks what fails once a connection stands, reading the answer included: Slack may have taken
   * the message.
   */
  private static Response exchange(Interceptor.Chain chain) throws IOException {
    try (Response response = chain.proceed(chain.request())) {
      MediaType type = response.body().contentType();
      byte[] body = response.body().bytes();
      Answers.heard(new String(body, StandardCharsets.UTF_8));
      Response read = response.newBuilder().body(ResponseBody.create(body, type)).build();
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

  /** The outcome of a call that failed; its message may hold an address, which is a secret. */
  static Outcome outcome(IOException e) {
    return e instanceof BrokenExchange
        ? new Outcome.Unknown(
            "the connection to Slack failed after sending: "
                + e.getCause().getClass().getSimpleName(),
            true)
        : new Outcome.Retry("Slack could not be reached: " + e.getClass().getSimpleName(), true);
  }
}
