package dev.patchbay.local.sandbox;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What stands before a destination, and says in its stead that it fails: a page, as nginx has it.
 */
final class LoadBalancer {
  private static final String PAGE =
      """
      <html>
      <head><title>%1$s</title></head>
      <body>
      <center><h1>%1$s</h1></center>
      <hr><center>nginx</center>
      </body>
      </html>
      """;

  /** https://www.rfc-editor.org/rfc/rfc9110#section-15. */
  private static final Map<Integer, String> PHRASES =
      Map.of(
          400, "Bad Request",
          401, "Unauthorized",
          403, "Forbidden",
          404, "Not Found",
          429, "Too Many Requests",
          500, "Internal Server Error",
          502, "Bad Gateway",
          503, "Service Temporarily Unavailable",
          504, "Gateway Time-out");

  private LoadBalancer() {}

  static StandIn.Reply says(int status, Duration after) {
    Map<String, Object> headers = new LinkedHashMap<>();
    headers.put("Content-Type", "text/html; charset=utf-8");
    if (status == 429 || status == 503) {
      headers.put("Retry-After", after.toSeconds());
    }
    String said = (status + " " + PHRASES.getOrDefault(status, "")).strip();
    return new StandIn.Reply(status, headers, PAGE.formatted(said), List.of());
  }
}
