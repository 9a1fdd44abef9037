package dev.patchbay.connectors.twilio;

/**
 * A delivery's parameters.
 *
 * @param to E.164, or a channel's address such as {@code whatsapp:+…}
 * @param from the sender; {@value #TEST_NUMBER}, the catalog's default, gives way to the secret's
 */
record TwilioParameters(String to, String text, String from) {
  /** Twilio's sender for test credentials (https://www.twilio.com/docs/iam/test-credentials). */
  static final String TEST_NUMBER = "+15005550006";

  /** Error 21617 beyond (https://www.twilio.com/docs/api/errors/21617). */
  private static final int LONGEST = 1600;

  TwilioParameters {
    to = to == null ? "" : to.strip();
    text = cut(text == null ? "" : text.strip());
    from = from == null || from.isBlank() ? TEST_NUMBER : from.strip();
  }

  /** Whether the route names the sender. */
  boolean namesSender() {
    return !from.equals(TEST_NUMBER);
  }

  private static String cut(String text) {
    if (text.length() <= LONGEST) {
      return text;
    }
    int end = LONGEST - 1;
    return text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end) + "…";
  }
}
