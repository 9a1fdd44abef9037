package dev.patchbay.connectors.twilio;

/**
 * What a call says, in TwiML (https://www.twilio.com/docs/voice/twiml/say): twice, since people
 * lift their phones to the ear in the middle of the first sentence.
 */
final class Speech {
  /**
   * Of the TwiML that a call is made with (https://www.twilio.com/docs/voice/api/call-resource).
   */
  private static final int LONGEST = 4000;

  private Speech() {}

  /**
   * The TwiML.
   *
   * @param voice such as Polly.Amy, or empty for the account's own
   * @param language such as en-GB, or empty for the voice's own
   */
  static String of(String text, String voice, String language) {
    String start =
        "<Response><Say loop=\"2\""
            + attribute("voice", voice)
            + attribute("language", language)
            + ">";
    String end = "</Say></Response>";
    return start + escaped(text, LONGEST - start.length() - end.length()) + end;
  }

  private static String attribute(String name, String value) {
    return value.isEmpty() ? "" : " " + name + "=\"" + escaped(value, 100) + "\"";
  }

  /** As much of the text as fits, escaped; what XML cannot hold is left out. */
  private static String escaped(String text, int most) {
    StringBuilder escaped = new StringBuilder();
    for (int i = 0; i < text.length(); ) {
      int character = text.codePointAt(i);
      i += Character.charCount(character);
      String written = written(character);
      if (escaped.length() + written.length() > most) {
        break;
      }
      escaped.append(written);
    }
    return escaped.toString();
  }

  /** XML 1.0, 2.2 and 2.4 (https://www.w3.org/TR/xml/#charsets). */
  private static String written(int character) {
    return switch (character) {
      case '&' -> "&amp;";
      case '<' -> "&lt;";
      case '>' -> "&gt;";
      case '"' -> "&quot;";
      case '\'' -> "&apos;";
      case '\t', '\n', '\r' -> " ";
      default -> isCharacter(character) ? Character.toString(character) : "";
    };
  }

  private static boolean isCharacter(int character) {
    return character >= 0x20
        && (character < Character.MIN_SURROGATE || character > Character.MAX_SURROGATE)
        && character != 0xFFFE
        && character != 0xFFFF;
  }
}
