package dev.patchbay.local.aws.sqs;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A message that was received, or looked at.
 *
 * @param receiptHandle of this receive; null where it was only looked at
 * @param attributes by name, each with {@code DataType} and {@code StringValue} or {@code
 *     BinaryValue}
 * @param sent epoch milliseconds
 * @param receives this one included
 * @param firstReceived epoch milliseconds
 */
public record Message(
    String messageId,
    String receiptHandle,
    String body,
    Map<String, Object> attributes,
    long sent,
    int receives,
    long firstReceived) {

  /** MD5 of the body, in hex. */
  public String md5OfBody() {
    return Digests.ofBody(body);
  }

  /** SQS's own attributes, as SQS and Lambda name them. */
  public Map<String, String> systemAttributes() {
    Map<String, String> system = new LinkedHashMap<>();
    system.put("ApproximateReceiveCount", Integer.toString(receives));
    system.put("SentTimestamp", Long.toString(sent));
    system.put("SenderId", "AIDAPATCHBAYLOCAL");
    system.put("ApproximateFirstReceiveTimestamp", Long.toString(firstReceived));
    return system;
  }
}
