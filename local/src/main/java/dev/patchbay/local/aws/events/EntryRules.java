package dev.patchbay.local.aws.events;

import dev.patchbay.core.json.Json;
import dev.patchbay.core.json.JsonException;
import dev.patchbay.local.aws.AwsException;
import dev.patchbay.local.aws.Constraints;
import dev.patchbay.local.aws.Members;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * What EventBridge takes as a request and as an entry of it
 * (https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html).
 */
final class EntryRules {
  private static final int MOST_ENTRIES = 10;

  /** Of all entries together. */
  private static final int LARGEST_REQUEST = 1_048_576;

  private static final int LONGEST_TYPE = 128;

  private EntryRules() {}

  /** Refuses a request as a whole. */
  static void check(List<Map<String, Object>> entries) {
    String quoted = entries.isEmpty() ? "[]" : "[PutEventsRequestEntry]";
    Constraints.length("entries", quoted, entries.size(), 1, MOST_ENTRIES);
    if (entries.stream().mapToInt(EntryRules::size).sum() > LARGEST_REQUEST) {
      throw new AwsException(
          "ValidationException", "Total size of the entries in the request is over the limit.");
    }
  }

  /**
   * As AWS counts it
   * (https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-putevent-size.html).
   */
  private static int size(Map<String, Object> entry) {
    int size = entry.containsKey("Time") ? 14 : 0;
    for (String part : List.of("Source", "DetailType", "Detail")) {
      size += bytes(Members.text(entry, part, ""));
    }
    for (Object resource : Members.list(entry, "Resources")) {
      size += bytes(resource.toString());
    }
    return size;
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  /** The detail of an entry that is well formed; refuses the entry alone where it is not. */
  static Map<String, Object> detail(Map<String, Object> entry) {
    for (String part : List.of("Source", "DetailType", "Detail")) {
      if (Members.text(entry, part, "").isEmpty()) {
        throw invalid(part, part + " is a required argument.");
      }
    }
    if (Members.text(entry, "DetailType").length() > LONGEST_TYPE) {
      throw invalid("DetailType", "DetailType must not be longer than 128 characters.");
    }
    try {
      Map<String, Object> detail = Json.parseObject(Members.text(entry, "Detail"));
      if (!Json.isDeeper(detail, Json.MAX_DEPTH - 1)) { // one level is the event's own
        return detail;
      }
    } catch (JsonException e) {
      // as below
    }
    throw new AwsException("MalformedDetail", "Detail is malformed.");
  }

  private static AwsException invalid(String part, String reason) {
    return new AwsException(
        "InvalidArgument", "Parameter %s is not valid. Reason: %s".formatted(part, reason));
  }
}
