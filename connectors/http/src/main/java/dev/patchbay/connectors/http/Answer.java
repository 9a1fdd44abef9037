package dev.patchbay.connectors.http;

import dev.patchbay.core.json.Json;
import dev.patchbay.core.json.JsonException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a destination answered.
 *
 * @param headers by name in lower case, the first value of each
 */
record Answer(int status, Map<String, String> headers, String text) {
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

  private Object body() {
    try {
      return text.isBlank() ? null : Json.parse(text);
    } catch (JsonException e) {
      return text;
    }
  }
}
