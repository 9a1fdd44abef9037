package dev.patchbay.local.aws.sqs;

import java.util.Map;

/**
 * A message that was received.
 *
 * @param receiptHandle of this receive
 * @param attributes by name, each with {@code DataType} and {@code StringValue} or {@code BinaryValue}
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
    long firstReceived) {}
