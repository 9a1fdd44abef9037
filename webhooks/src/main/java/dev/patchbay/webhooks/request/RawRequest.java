package dev.patchbay.webhooks.request;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * A request as it came, which nothing vouches for yet.
 *
 * @param url as the source called it, with its query
 * @param headers by name, in any case
 * @param query decoded
 * @param address from where it came to the API; null where that is not known
 */
public record RawRequest(
    String method,
    String url,
    Map<String, String> headers,
    Map<String, String> query,
    byte[] body,
    String address) {
  /** A request of which nobody asks from where it came. */
  public RawRequest(
      String method,
      String url,
      Map<String, String> headers,
      Map<String, String> query,
      byte[] body) {
    this(method, url, headers, query, body, null);
  }

  public RawRequest {
    Map<String, String> anyCase = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    anyCase.putAll(headers);
    headers = Collections.unmodifiableMap(anyCase);
    query = Map.copyOf(query);
  }

  /** A header, or null. */
  public String header(String name) {
    return headers.get(name);
  }

  /** Method and size only: the rest may hold secrets. */
  @Override
  public String toString() {
    return method + " with " + body.length + " bytes";
  }
}
