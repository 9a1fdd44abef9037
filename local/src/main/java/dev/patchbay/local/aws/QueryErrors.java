package dev.patchbay.local.aws;

import java.util.Map;

/**
 * What SQS's errors were called in the query protocol; clients of that time still look for these
 * words.
 */
final class QueryErrors {
  private static final Map<String, String> NAMES =
      Map.of(
          "QueueDoesNotExist", "AWS.SimpleQueueService.NonExistentQueue",
          "EmptyBatchRequest", "AWS.SimpleQueueService.EmptyBatchRequest",
          "TooManyEntriesInBatchRequest", "AWS.SimpleQueueService.TooManyEntriesInBatchRequest",
          "BatchEntryIdsNotDistinct", "AWS.SimpleQueueService.BatchEntryIdsNotDistinct",
          "BatchRequestTooLong", "AWS.SimpleQueueService.BatchRequestTooLong",
          "InvalidBatchEntryId", "AWS.SimpleQueueService.InvalidBatchEntryId",
          "MessageNotInflight", "AWS.SimpleQueueService.MessageNotInflight",
          "QueueNameExists", "QueueAlreadyExists");

  private QueryErrors() {}

  static String of(String code) {
    return NAMES.getOrDefault(code, code);
  }
}
