package dev.patchbay.local.aws.s3;

import dev.patchbay.local.aws.AwsException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A stretch of an object's bytes.
 *
 * @param first place of its first byte
 * @param last place of its last byte
 */
record Range(int first, int last) {
  private static final Pattern BYTES = Pattern.compile("bytes=(\\d{0,9})-(\\d{0,9})");

  /**
   * Reads a {@code Range} header; empty where there is none, or one that S3 passes over.
   *
   * @throws AwsException {@code InvalidRange} when the object ends before it
   */
  static Optional<Range> of(String header, int size) {
    Matcher matcher = BYTES.matcher(header == null ? "" : header);
    if (!matcher.matches() || header.equals("bytes=-")) {
      return Optional.empty();
    }
    if (matcher.group(1).isEmpty()) {
      int tail = Integer.parseInt(matcher.group(2));
      return satisfiable(new Range(Math.max(0, size - tail), size - 1), size);
    }
    int last = matcher.group(2).isEmpty() ? size - 1 : Integer.parseInt(matcher.group(2));
    return satisfiable(
        new Range(Integer.parseInt(matcher.group(1)), Math.min(last, size - 1)), size);
  }

  private static Optional<Range> satisfiable(Range range, int size) {
    if (range.first >= size || range.last < range.first) {
      throw new AwsException("InvalidRange", "The requested range is not satisfiable", 416);
    }
    return Optional.of(range);
  }
}
