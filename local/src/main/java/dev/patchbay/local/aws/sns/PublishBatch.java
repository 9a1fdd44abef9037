package dev.patchbay.local.aws.sns;

import dev.patchbay.local.aws.AwsException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What SNS takes as a batch (https://docs.aws.amazon.com/sns/latest/api/API_PublishBatch.html): ten
 * entries, each with an id of its own, of 256 KiB together.
 */
final class PublishBatch {
  private static final String ENTRY = "PublishBatchRequestEntries.member.";
  private static final int MOST_ENTRIES = 10;

  private PublishBatch() {}

  /** The publications by their entries' ids; refuses the batch as a whole. */
  static Map<String, Topics.Publication> entries(Map<String, String> in) {
    Map<String, Topics.Publication> entries = new LinkedHashMap<>();
    int count = 0;
    while (in.containsKey(ENTRY + (count + 1) + ".Id")) {
      count++;
      String id = in.get(ENTRY + count + ".Id");
      if (!id.matches("[A-Za-z0-9_-]{1,80}")) {
        throw new AwsException(
            "InvalidBatchEntryId",
            "The Id of a batch entry in a batch request doesn't abide by the specification.");
      }
      if (entries.put(id, SnsService.publication(in, ENTRY + count + ".")) != null) {
        throw new AwsException(
            "BatchEntryIdsNotDistinct",
            "Two or more batch entries in the request have the same Id.");
      }
    }
    check(count, entries.values().stream().mapToInt(Topics.Publication::size).sum());
    return entries;
  }

  private static void check(int count, int size) {
    if (count == 0) {
      throw new AwsException("EmptyBatchRequest", "The batch request doesn't contain any entries.");
    }
    if (count > MOST_ENTRIES) {
      throw new AwsException(
          "TooManyEntriesInBatchRequest",
          "The batch request contains more entries than permissible.");
    }
    if (size > Topics.LARGEST) {
      throw new AwsException(
          "BatchRequestTooLong",
          "The length of all the messages put together is more than the limit.");
    }
  }
}
