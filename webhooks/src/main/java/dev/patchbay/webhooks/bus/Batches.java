package dev.patchbay.webhooks.bus;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;

/** Cuts entries into what one call of EventBridge or SQS takes: 10 of them, and 1 MiB. */
final class Batches {
  private static final int MOST_ENTRIES = 10;

  /** With room for what the protocol writes around them. */
  private static final int MOST_BYTES = 1_000_000;

  private Batches() {}

  /**
   * @param size bytes of an entry
   */
  static <T> List<List<T>> of(List<T> entries, ToIntFunction<T> size) {
    List<List<T>> batches = new ArrayList<>();
    List<T> batch = new ArrayList<>();
    int bytes = 0;
    for (T entry : entries) {
      int more = size.applyAsInt(entry);
      if (!batch.isEmpty() && (batch.size() == MOST_ENTRIES || bytes + more > MOST_BYTES)) {
        batches.add(batch);
        batch = new ArrayList<>();
        bytes = 0;
      }
      batch.add(entry);
      bytes += more;
    }
    if (!batch.isEmpty()) {
      batches.add(batch);
    }
    return batches;
  }
}
