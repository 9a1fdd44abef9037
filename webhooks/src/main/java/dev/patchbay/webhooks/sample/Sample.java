package dev.patchbay.webhooks.sample;

import java.util.Map;

/**
 * A sample of a source ({@code samples/NAME.json}).
 *
 * @param method POST, where it is null
 * @param body JSON; the fields where the content type is a form's
 * @param text in place of body: its exact text
 * @param expect attributes of the event that it makes; a sample that is a handshake has {@code
 *     "handshake": true}, and may have the {@code status} and {@code body} that are answered
 */
public record Sample(
    String method,
    Map<String, String> headers,
    Map<String, String> query,
    Object body,
    String text,
    Map<String, Object> expect) {
  public Sample {
    method = method == null ? "POST" : method;
  }

  /** Whether it is a question that is answered and makes no event. */
  public boolean isHandshake() {
    return expect.containsKey("handshake");
  }

  /** With other headers. */
  public Sample withHeaders(Map<String, String> other) {
    return new Sample(method, other, query, body, text, expect);
  }

  /** With another body. */
  public Sample withBody(Object other) {
    return new Sample(method, headers, query, other, text, expect);
  }
}
