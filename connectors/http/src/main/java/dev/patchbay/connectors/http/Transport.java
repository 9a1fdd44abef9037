package dev.patchbay.connectors.http;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.CookieHandler;
import java.net.CookieManager;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;

/**
 * One HTTP/1.1 call over the JDK's own client, each on a connection of its own: one that was used
 * before may have been closed meanwhile, and then nobody knows whether the request arrived. TLS
 * sessions are resumed all the same. Follows no redirect. Thread-safe.
 *
 * @param connect how long a connection may take
 * @param answer how long the destination may be silent
 * @param tls whom it trusts; null for the public authorities
 * @param cookies that the destination gave and wants back; null where it keeps none
 */
record Transport(Duration connect, Duration answer, SSLContext tls, CookieHandler cookies) {
  private static final Duration CONNECT = Duration.ofSeconds(5);

  /** One that trusts the public authorities and keeps no cookies. */
  Transport(Duration connect, Duration answer) {
    this(connect, answer, null, null);
  }

  Transport trusting(SSLContext other) {
    return other == null ? this : new Transport(connect, answer, other, cookies);
  }

  /** One that goes on where a load balancer put it: its cookies come back with later requests. */
  Transport sticky() {
    return new Transport(connect, answer, tls, new CookieManager());
  }

  /** One whose calls end by a connector's deadline, with time to spare for reading an answer. */
  static Transport within(Duration deadline) {
    return new Transport(CONNECT, deadline.minus(CONNECT).minusSeconds(5));
  }

  /**
   * One that has had so much of its time already. The rest is half of it at least, since what comes
   * before a call has no more than {@link #half}.
   */
  Transport less(Duration spent) {
    Duration left = answer.minus(spent);
    Duration least = answer.dividedBy(2);
    return new Transport(connect, left.compareTo(least) < 0 ? least : left, tls, cookies);
  }

  /** One for what comes before a call, and within the call's time. */
  Transport half() {
    Duration half = answer.dividedBy(2);
    return new Transport(connect.compareTo(half) < 0 ? connect : half, half, tls, cookies);
  }

  private static final int MAX_ANSWER = 4 * 1024 * 1024;

  Exchange exchange(HttpRequest request) {
    try (HttpClient client = client()) {
      try {
        return new Exchange.Answered(
            answer(client.send(prepared(request), BodyHandlers.ofInputStream())));
      } catch (IOException e) {
        return failed(e, patience(request));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return new Exchange.Broken("the function was stopped");
      } finally {
        client.shutdownNow();
      }
    }
  }

  private HttpClient client() {
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(connect)
            .sslContext(tls == null ? DeferredTls.CONTEXT : tls);
    if (cookies != null) {
      builder.cookieHandler(cookies);
    }
    return builder.build();
  }

  private java.net.http.HttpRequest prepared(HttpRequest request) {
    boolean isEmpty = request.body().length == 0;
    java.net.http.HttpRequest.Builder builder =
        java.net.http.HttpRequest.newBuilder(request.uri())
            .timeout(patience(request))
            .method(
                request.method(),
                isEmpty && "GET".equals(request.method())
                    ? BodyPublishers.noBody()
                    : BodyPublishers.ofByteArray(request.body()));
    request.headers().forEach(builder::setHeader);
    return builder.build();
  }

  /** The request may be content with less time than there is. */
  private Duration patience(HttpRequest request) {
    Duration asked = request.patience();
    return asked == null || asked.compareTo(answer) > 0 ? answer : asked;
  }

  private Exchange failed(IOException e, Duration patience) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      switch (cause) {
        case SSLHandshakeException _ -> {
          return new Exchange.NotTrusted("the destination's certificate is not trusted");
        }
        case UnknownHostException _ -> {
          return new Exchange.NotSent("the destination's host name does not resolve");
        }
        case UnresolvedAddressException _ -> {
          return new Exchange.NotSent("the destination's host name does not resolve");
        }
        case HttpConnectTimeoutException _ -> {
          return new Exchange.NotSent("no connection in time");
        }
        case ConnectException _ -> {
          return new Exchange.NotSent("the connection was refused");
        }
        case HttpTimeoutException _ -> {
          return new Exchange.Broken("no answer within " + patience.toMillis() / 1000.0 + " s");
        }
        default -> {}
      }
    }
    return new Exchange.Broken("the connection broke before the answer was read");
  }

  private static Answer answer(HttpResponse<InputStream> response) throws IOException {
    Map<String, String> headers = new LinkedHashMap<>();
    response
        .headers()
        .map()
        .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.getFirst()));
    try (InputStream in = response.body()) {
      String text = new String(in.readNBytes(MAX_ANSWER), StandardCharsets.UTF_8);
      return new Answer(response.statusCode(), headers, text);
    }
  }
}
