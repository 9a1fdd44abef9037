package dev.patchbay.connectors.twilio;

import com.twilio.http.HttpClient;
import com.twilio.http.Request;
import com.twilio.http.Response;
import dev.patchbay.connectors.spi.Answers;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Authenticator;
import java.net.HttpRetryException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * The SDK's transport, at its own seam. The SDK's one sends a message up to three times on a 5xx
 * and knows one host only; this one makes one call, to the host it is told. Thread-safe.
 */
final class TwilioHttp extends HttpClient {
  private static final Duration CONNECT = Duration.ofSeconds(5);

  private final URI baseUrl;
  private final Duration answer;

  TwilioHttp(URI baseUrl, Duration answer) {
    this.baseUrl = baseUrl;
    this.answer = answer;
  }

  @Override
  public Response reliableRequest(Request request) {
    return makeRequest(request);
  }

  @Override
  public Response makeRequest(Request request) {
    HttpURLConnection connection = connect(request);
    try {
      byte[] form = request.encodeFormBody().getBytes(StandardCharsets.UTF_8);
      if (connection.getDoOutput()) {
        // Written as it goes, or the JDK sends a POST again when a connection breaks
        // (sun.net.http.retryPost).
        connection.setFixedLengthStreamingMode(form.length);
        connection.connect();
      }
      return exchange(connection, form);
    } catch (IOException e) {
      throw new Unreachable(e);
    } finally {
      connection.disconnect();
    }
  }

  private HttpURLConnection connect(Request request) {
    try {
      String path = request.constructURL().getFile();
      HttpURLConnection connection =
          (HttpURLConnection) URI.create(baseUrl + path).toURL().openConnection();
      connection.setConnectTimeout(Math.toIntExact(CONNECT.toMillis()));
      connection.setReadTimeout(Math.toIntExact(answer.toMillis()));
      connection.setInstanceFollowRedirects(false);
      connection.setRequestMethod(request.getMethod().toString());
      connection.setDoOutput("POST".equals(request.getMethod().toString()));
      connection.setRequestProperty("Authorization", request.getAuthString());
      connection.setRequestProperty("Accept", "application/json");
      connection.setRequestProperty(
          "Content-Type", "application/x-www-form-urlencoded; charset=utf-8");
      // A kept connection that has died meanwhile would make the outcome of a message unknown. The
      // JDK keeps one even so, unless the answer too says close; it takes none from its cache that
      // had another authenticator.
      connection.setRequestProperty("Connection", "close");
      connection.setAuthenticator(new Authenticator() {});
      return connection;
    } catch (IOException e) {
      throw new Unreachable(e);
    }
  }

  private static Response exchange(HttpURLConnection connection, byte[] form) {
    try {
      if (connection.getDoOutput()) {
        try (OutputStream out = connection.getOutputStream()) {
          out.write(form);
        }
      }
      int status = connection.getResponseCode();
      String body = body(connection, status);
      Answers.heard(body);
      if (status < 200 || status >= 300) {
        throw new Refused(status, connection.getHeaderField("Retry-After"), body);
      }
      return new Response(body, status);
    } catch (HttpRetryException e) { // the JDK's word for a 401 to what was written as it went
      throw new Refused(e.responseCode(), null, "");
    } catch (IOException e) {
      throw new BrokenExchange(e);
    }
  }

  private static String body(HttpURLConnection connection, int status) throws IOException {
    try (InputStream in =
        status < 400 ? connection.getInputStream() : connection.getErrorStream()) {
      return in == null ? "" : new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** An answer that is no success. */
  static final class Refused extends RuntimeException {
    private final int status;
    private final transient String retryAfter;
    private final transient String body;

    private Refused(int status, String retryAfter, String body) {
      super("HTTP " + status);
      this.status = status;
      this.retryAfter = retryAfter;
      this.body = body;
    }

    int status() {
      return status;
    }

    String retryAfter() {
      return retryAfter;
    }

    String body() {
      return body;
    }
  }

  /** No connection stood, so nothing was sent. */
  static final class Unreachable extends RuntimeException {
    private Unreachable(IOException cause) {
      super(cause);
    }

    String cause() {
      return getCause().getClass().getSimpleName();
    }
  }

  /** A failure after the request may have left. */
  static final class BrokenExchange extends RuntimeException {
    private BrokenExchange(IOException cause) {
      super(cause);
    }

    String cause() {
      return getCause().getClass().getSimpleName();
    }
  }
}
