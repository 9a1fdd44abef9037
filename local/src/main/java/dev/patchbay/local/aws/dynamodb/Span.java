package dev.patchbay.local.aws.dynamodb;

/**
 * A stretch of keys within a partition.
 *
 * @param hash the partition; null for the whole table
 * @param low lower bound of the sort key, or null
 * @param lowIn whether the lower bound itself is within
 * @param high upper bound of the sort key, or null
 * @param highIn whether the upper bound itself is within
 */
record Span(String hash, String low, boolean lowIn, String high, boolean highIn) {
  /** The whole table. */
  static final Span ALL = of(null);

  /** A whole partition. */
  static Span of(String hash) {
    return new Span(hash, null, true, null, true);
  }

  /** The sort keys that begin with a text. */
  static Span prefix(String hash, String prefix) {
    // The greatest character of UTF-8, so that every other continuation sorts before it.
    String last = prefix + Character.toString(Character.MAX_CODE_POINT);
    return new Span(hash, prefix, true, last, true);
  }
}
