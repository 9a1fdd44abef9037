package dev.patchbay.connectors.kit;

/**
 * As much of a text as there is room for: in UTF-8, and in characters that AWS takes. What others
 * say is hostile, and must not fail the delivery that it is about.
 */
final class Excerpt {
  private static final String MORE = "…";
  private static final int MORE_BYTES = 3;
  private static final int REPLACEMENT = 0xFFFD;

  private Excerpt() {}

  /**
   * The text, or its beginning and an ellipsis. Half a surrogate pair becomes U+FFFD, since it has
   * no form in UTF-8.
   *
   * @param most bytes in UTF-8
   */
  static String of(String text, int most) {
    StringBuilder kept = new StringBuilder();
    int bytes = 0;
    int end = 0; // of what leaves room for the ellipsis
    for (int at = 0; at < text.length(); ) {
      int point = text.codePointAt(at);
      at += Character.charCount(point);
      int whole = isHalf(point) ? REPLACEMENT : point;
      bytes += bytes(whole);
      if (bytes > most) {
        return kept.substring(0, end) + MORE;
      }
      kept.appendCodePoint(whole);
      if (bytes <= most - MORE_BYTES) {
        end = kept.length();
      }
    }
    return kept.toString();
  }

  private static boolean isHalf(int point) {
    return point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE;
  }

  private static int bytes(int point) {
    if (point < 0x80) {
      return 1;
    }
    if (point < 0x800) {
      return 2;
    }
    return point < 0x10000 ? 3 : 4;
  }
}
