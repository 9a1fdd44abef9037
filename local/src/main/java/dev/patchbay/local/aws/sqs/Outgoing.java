package dev.patchbay.local.aws.sqs;

import java.time.Duration;
import java.util.Map;
import java.util.UUID;

/**
 * A message to be sent.
 *
 * @param attributes as in {@link Message}
 * @param delay null for the queue's own
 */
public record Outgoing(
    String messageId, String body, Map<String, Object> attributes, Duration delay) {
  /** One with a new id and the queue's own delay. */
  public static Outgoing of(String body, Map<String, Object> attributes) {
    return new Outgoing(UUID.randomUUID().toString(), body, attributes, null);
  }
}
