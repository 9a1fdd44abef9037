package dev.patchbay.webhooks;

import java.util.Map;

/**
 * A sample of a source ({@code samples/NAME.json}).
 *
 * @param body JSON; the fields where the content type is a form's
 * @param text in place of body: its exact text
 * @param expect attributes of the event that it makes; a sample that is a handshake has {@code
 *     "handshake": true}
 */
public record Sample(
    Map<String, String> headers,
    Map<String, String> query,
    Object body,
    String text,
    Map<String, Object> expect) {}
