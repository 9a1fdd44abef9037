package dev.patchbay.connectors.http;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/**
 * A request as it goes out. Its text form shows neither address nor headers nor body, since each
 * may hold a secret.
 *
 * @param patience how long its answer is waited for at most; null for as long as there is time
 */
record HttpRequest(
    String method, URI uri, Map<String, String> headers, byte[] body, Duration patience) {
  /** One whose answer is waited for as long as there is time. */
  HttpRequest(String method, URI uri, Map<String, String> headers, byte[] body) {
    this(method, uri, headers, body, null);
  }

  HttpRequest with(String header, String value) {
    Map<String, String> more = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    more.putAll(headers);
    more.put(header, value);
    return new HttpRequest(method, uri, more, body, patience);
  }

  HttpRequest with(Header header) {
    return with(header.name(), header.value());
  }

  HttpRequest with(URI other) {
    return new HttpRequest(method, other, headers, body, patience);
  }

  HttpRequest with(byte[] other) {
    return new HttpRequest(method, uri, headers, other, patience);
  }

  /** Whether two requests differ in nothing but their bodies. */
  boolean goesWith(HttpRequest other) {
    return method.equals(other.method) && uri.equals(other.uri) && headers.equals(other.headers);
  }

  @Override
  public String toString() {
    return "HttpRequest[" + method + "]";
  }
}
