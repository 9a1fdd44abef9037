package dev.patchbay.connectors.http;

import java.net.URI;
import java.util.Map;
import java.util.TreeMap;

/**
 * A request as it goes out. Its text form shows neither address nor headers nor body, since each
 * may hold a secret.
 */
record HttpRequest(String method, URI uri, Map<String, String> headers, byte[] body) {
  HttpRequest with(String header, String value) {
    Map<String, String> more = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    more.putAll(headers);
    more.put(header, value);
    return new HttpRequest(method, uri, more, body);
  }

  HttpRequest with(Header header) {
    return with(header.name(), header.value());
  }

  HttpRequest with(URI other) {
    return new HttpRequest(method, other, headers, body);
  }

  HttpRequest with(byte[] other) {
    return new HttpRequest(method, uri, headers, other);
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
