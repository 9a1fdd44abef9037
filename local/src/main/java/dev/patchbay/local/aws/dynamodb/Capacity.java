package dev.patchbay.local.aws.dynamodb;

import dev.patchbay.local.aws.Members;
import java.util.Map;
import java.util.Optional;

/**
 * What a call would cost in capacity units: a write unit for each KiB, a read unit for each 4 KiB,
 * half of it where the read need not be consistent
 * (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/read-write-operations.html).
 */
final class Capacity {
  private static final int WRITE_UNIT = 1024;
  private static final int READ_UNIT = 4096;

  private Capacity() {}

  /** The answer's member, where the request asks for it. */
  static Optional<Map<String, Object>> ofWrite(
      Map<String, Object> request, TableSchema table, int size) {
    return of(request, table, units(size, WRITE_UNIT));
  }

  /** As for a write. */
  static Optional<Map<String, Object>> ofRead(
      Map<String, Object> request, TableSchema table, int size) {
    double share = Members.isTrue(request, "ConsistentRead") ? 1 : 0.5;
    return of(request, table, share * units(size, READ_UNIT));
  }

  private static double units(int size, int unit) {
    return Math.max(1, (size + unit - 1) / unit);
  }

  private static Optional<Map<String, Object>> of(
      Map<String, Object> request, TableSchema table, double units) {
    if ("NONE".equals(Members.text(request, "ReturnConsumedCapacity", "NONE"))) {
      return Optional.empty();
    }
    Map<String, Object> consumed = Map.of("TableName", table.name(), "CapacityUnits", units);
    return Optional.of(Map.of("ConsumedCapacity", consumed));
  }
}
