package dev.patchbay.connectors.twilio;

/**
 * The segments that a text message is sent and paid in: 160 characters of GSM 03.38 or 70 of UCS-2,
 * and 153 or 67 each where there are several, since a header then joins them
 * (https://www.twilio.com/docs/glossary/what-sms-character-limit). One character out of GSM's
 * alphabet makes the whole text UCS-2.
 */
final class Segments {
  /** Twilio takes no longer one: error 21617 (https://www.twilio.com/docs/api/errors/21617). */
  static final int LONGEST = 1600;

  private static final String BASIC =
      "@£$¥èéùìòÇ\n"
          + "Øø\r"
          + "ÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZ"
          + "ÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";

  /** Each is an escape character and another one. */
  private static final String EXTENDED = "\f^{}\\[~]|€";

  private Segments() {}

  /** Whether GSM's alphabet has all of a text's characters. */
  static boolean isGsm(String text) {
    return text.chars().allMatch(c -> BASIC.indexOf(c) >= 0 || EXTENDED.indexOf(c) >= 0);
  }

  /** How many segments a text takes; at least 1. */
  static int count(String text) {
    boolean gsm = isGsm(text);
    int used = 0;
    int segments = 1;
    int all = 0;
    for (int i = 0; i < text.length(); ) {
      int characters = gsm ? 1 : Character.charCount(text.codePointAt(i));
      int size = gsm ? (EXTENDED.indexOf(text.charAt(i)) >= 0 ? 2 : 1) : characters;
      if (used + size > (gsm ? 153 : 67)) { // neither an escape nor a surrogate pair is torn apart
        segments++;
        used = 0;
      }
      used += size;
      all += size;
      i += characters;
    }
    return all <= (gsm ? 160 : 70) ? 1 : segments;
  }

  /** The text, or as much of it as fits, with a mark at its end that its alphabet has. */
  static String cut(String text, int most) {
    if (text.length() <= LONGEST && count(text) <= most) {
      return text;
    }
    int fits = 0;
    int tooLong = Math.min(text.length(), LONGEST) + 1;
    while (tooLong - fits > 1) {
      int middle = (fits + tooLong) >>> 1;
      String marked = marked(text, middle);
      if (marked.length() <= LONGEST && count(marked) <= most) {
        fits = middle;
      } else {
        tooLong = middle;
      }
    }
    return marked(text, fits);
  }

  private static String marked(String text, int end) {
    boolean torn =
        end > 0 && end < text.length() && Character.isHighSurrogate(text.charAt(end - 1));
    String start = text.substring(0, torn ? end - 1 : end);
    return start + (isGsm(start) ? "..." : "…");
  }
}
