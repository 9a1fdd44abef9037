package dev.patchbay.webhooks.publishing;

import java.util.regex.Pattern;

/**
 * JSON without the two characters that SQS takes in no message, U+FFFE and U+FFFF
 * (https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html). An
 * event with one of them would be taken by the bus and then by no queue, not even one of dead
 * letters; U+FFFD stands in their place.
 */
final class Characters {
  /** As they stand, or escaped; an escaped backslash before them is none of an escape. */
  private static final Pattern REFUSED =
      Pattern.compile("[\\uFFFE\\uFFFF]|(?<!\\\\)((?:\\\\\\\\)*)\\\\u[fF]{3}[eEfF]");

  private Characters() {}

  static String safe(String json) {
    if (json.indexOf('\uFFFE') < 0
        && json.indexOf('\uFFFF') < 0
        && !json.contains("\\uf")
        && !json.contains("\\uF")) {
      return json;
    }
    return REFUSED
        .matcher(json)
        .replaceAll(
            found ->
                (found.group(1) == null ? "" : found.group(1).replace("\\", "\\\\")) + "\uFFFD");
  }
}
