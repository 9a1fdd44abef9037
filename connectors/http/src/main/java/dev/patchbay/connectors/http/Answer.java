package dev.patchbay.connectors.http;

import dev.patchbay.core.json.Json;
import dev.patchbay.core.json.JsonException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What a destination answered.
 *
 * @param headers by name in lower case, the first value of each
 */
record Answer(int status, Map<String, String> headers, String text) {
  private static final Pattern PAGE =
      Pattern.compile("(?i)[\\s\\x{FEFF}]*(<\\?xml[^>]*>\\s*)?<(!doctype html|html)\\b");
  private static final Pattern OF_A_PAGE =
      Pattern.compile("(?i)(text/html|application/xhtml)\\b.*");
  private static final Pattern MARKUP = Pattern.compile("[\\s\\x{FEFF}]*<");

  /**
   * The input of the entry's expressions: status, headers and body, the body as JSON where it is
   * JSON.
   */
  Map<String, Object> input() {
    Map<String, Object> input = new LinkedHashMap<>();
    input.put("status", status);
    input.put("headers", headers);
    input.put("body", body());
    return input;
  }

  /** Whether the destination says that it failed itself. */
  boolean isFailure() {
    return status >= 500 && status != 501;
  }

  boolean isSuccess() {
    return status >= 200 && status < 300;
  }

  /** Whether it is a page for people. Some call a plain word HTML, which then is none. */
  boolean isPage() {
    return PAGE.matcher(text).lookingAt()
        || (OF_A_PAGE.matcher(headers.getOrDefault("content-type", "")).matches()
            && MARKUP.matcher(text).lookingAt());
  }

  private Object body() {
    try {
      return text.isBlank() ? null : Json.parse(text);
    } catch (JsonException e) {
      return text;
    }
  }
}
