package dev.patchbay.connectors.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * One HTTP call over {@link HttpURLConnection}, which starts faster than the newer client. Follows
 * no redirect. Thread-safe.
 *
 * @param connect how long a connection may take
 * @param answer how long the destination may be silent
 */
record Transport(Duration connect, Duration answer) {
  static final Transport DEFAULT = new Transport(Duration.ofSeconds(5), Duration.ofSeconds(15));

  private static final int MAX_ANSWER = 256 * 1024;

  Exchange exchange(HttpRequest request) {
    HttpURLConnection connection;
    try {
      connection = open(request);
      connection.connect();
    } catch (IOException e) {
      return unconnected(e);
    }
    try {
      return new Exchange.Answered(exchange(connection, request.body()));
    } catch (SocketTimeoutException e) {
      connection.disconnect();
      return new Exchange.Broken("no answer within " + answer.toMillis() / 1000.0 + " s");
    } catch (IOException e) {
      connection.disconnect();
      return new Exchange.Broken("the connection broke before the answer was read");
    }
  }

  private HttpURLConnection open(HttpRequest request) throws IOException {
    HttpURLConnection connection = (HttpURLConnection) request.uri().toURL().openConnection();
    connection.setRequestMethod(request.method());
    connection.setConnectTimeout(Math.toIntExact(connect.toMillis()));
    connection.setReadTimeout(Math.toIntExact(answer.toMillis()));
    connection.setInstanceFollowRedirects(false);
    connection.setUseCaches(false);
    connection.setDoOutput(true);
    // Without a fixed length the client would quietly send a POST twice when the first connection
    // breaks.
    connection.setFixedLengthStreamingMode(request.body().length);
    request.headers().forEach(connection::setRequestProperty);
    return connection;
  }

  private static Exchange unconnected(IOException e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof CertificateException) {
        return new Exchange.NotTrusted("the destination's certificate is not trusted");
      }
    }
    return new Exchange.NotSent(
        switch (e) {
          case UnknownHostException _ -> "the destination's host name does not resolve";
          case SocketTimeoutException _ -> "no connection in time";
          case ConnectException _ -> "the connection was refused";
          default -> "no connection could be made";
        });
  }

  private static Answer exchange(HttpURLConnection connection, byte[] body) throws IOException {
    try (OutputStream out = connection.getOutputStream()) {
      out.write(body);
    }
    int status = connection.getResponseCode();
    if (status < 0) {
      throw new IOException("not an HTTP answer");
    }
    Map<String, String> headers = new LinkedHashMap<>();
    for (Map.Entry<String, List<String>> header : connection.getHeaderFields().entrySet()) {
      if (header.getKey() != null) {
        headers.put(header.getKey().toLowerCase(Locale.ROOT), header.getValue().getFirst());
      }
    }
    return new Answer(status, headers, text(connection, status));
  }

  /**
   * The answer's text; empty for a 401, whose body this client drops for a request of fixed length.
   */
  private static String text(HttpURLConnection connection, int status) throws IOException {
    try (InputStream in =
        status >= 400 ? connection.getErrorStream() : connection.getInputStream()) {
      return in == null ? "" : new String(in.readNBytes(MAX_ANSWER), StandardCharsets.UTF_8);
    }
  }
}
