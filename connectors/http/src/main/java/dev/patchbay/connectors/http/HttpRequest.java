package dev.patchbay.connectors.http;

import java.net.URI;
import java.util.Map;

/**
 * A request as it goes out. Its text form shows neither address nor headers nor body, since each
 * may hold a secret.
 */
record HttpRequest(String method, URI uri, Map<String, String> headers, byte[] body) {
  @Override
  public String toString() {
    return "HttpRequest[" + method + "]";
  }
}
