package dev.patchbay.core.text;

/**
 * As much of a text as there is room for: in UTF-8, and in characters that AWS takes. What others
 * say is hostile, and must not fail the delivery that it is about.
 */
public final class Excerpt {
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
  public static String of(String text, int most) {
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

  /** The text, or its beginning and an ellipsis, which are as many characters as that at most. */
  public static String ofCharacters(String text, int most) {
    if (text.length() <= most) {
      return whole(text);
    }
    int end = most - 1;
    boolean tears = Character.isHighSurrogate(text.charAt(end - 1));
    return whole(text.substring(0, tears ? end - 1 : end)) + MORE;
  }

  /** The whole text, each half of a surrogate pair that stands alone replaced by U+FFFD. */
  public static String whole(String text) {
    if (!hasHalf(text)) {
      return text;
    }
    StringBuilder whole = new StringBuilder();
    text.codePoints().forEach(point -> whole.appendCodePoint(isHalf(point) ? REPLACEMENT : point));
    return whole.toString();
  }

  /** JSON whose strings hold each half of a surrogate pair that stands alone as an escape. */
  public static String escaped(String json) {
    if (!hasHalf(json)) {
      return json;
    }
    StringBuilder escaped = new StringBuilder();
    json.codePoints()
        .forEach(
            point -> {
              if (isHalf(point)) {
                escaped.append("\\u%04x".formatted(point));
              } else {
                escaped.appendCodePoint(point);
              }
            });
    return escaped.toString();
  }

  private static boolean hasHalf(String text) {
    for (int at = 0; at < text.length(); at++) {
      if (Character.isSurrogate(text.charAt(at))) {
        int point = text.codePointAt(at);
        if (isHalf(point)) {
          return true;
        }
        at++;
      }
    }
    return false;
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
