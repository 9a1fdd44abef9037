package dev.patchbay.webhooks;

import java.util.ArrayList;
import java.util.List;

/** Cuts entries into what one call of EventBridge or SQS takes: 10 of them, and 1 MiB. */
final class Batches {
  private static final int MOST_ENTRIES = 10;

  /** With room for what the protocol writes around them. */
  private static final int MOST_BYTES = 1_000_000;

  private Batches() {}

  static List<List<BusEntry>> of(List<BusEntry> entries) {
    List<List<BusEntry>> batches = new ArrayList<>();
    List<BusEntry> batch = new ArrayList<>();
    int bytes = 0;
    for (BusEntry entry : entries) {
      if (!batch.isEmpty() && (batch.size() == MOST_ENTRIES || bytes + entry.size() > MOST_BYTES)) {
        batches.add(batch);
        batch = new ArrayList<>();
        bytes = 0;
      }
      batch.add(entry);
      bytes += entry.size();
    }
    if (!batch.isEmpty()) {
      batches.add(batch);
    }
    return batches;
  }
}
