package dev.patchbay.connectors.twilio;

import dev.patchbay.core.json.Json;
import java.net.URI;
import java.util.List;
import java.util.Map;

/**
 * A delivery's parameters.
 *
 * @param to E.164, or a channel's address such as {@code whatsapp:+…}
 * @param from the sender or a messaging service; {@value #TEST_NUMBER}, the catalog's default,
 *     gives way to the secret's
 * @param mediaUrl one address or several
 * @param contentSid of a template, which then takes the place of the text
 * @param call whether the text is said in a call
 */
record TwilioParameters(
    String to,
    String text,
    String from,
    int maxSegments,
    Object mediaUrl,
    String contentSid,
    Map<String, Object> contentVariables,
    boolean call,
    String voice,
    String language) {
  /** Twilio's sender for test credentials (https://www.twilio.com/docs/iam/test-credentials). */
  static final String TEST_NUMBER = "+15005550006";

  private static final int MOST_MEDIA = 10;

  TwilioParameters {
    to = stripped(to);
    from = stripped(from).isEmpty() ? TEST_NUMBER : from.strip();
    contentSid = stripped(contentSid);
    voice = stripped(voice);
    language = stripped(language);
    text = stripped(text);
    if (!call && contentSid.isEmpty()) {
      boolean segmented = media(mediaUrl).isEmpty() && to.startsWith("+") && maxSegments > 0;
      text = Segments.cut(text, segmented ? maxSegments : Integer.MAX_VALUE);
    }
  }

  /** Whether the route names the sender. */
  boolean namesSender() {
    return !from.equals(TEST_NUMBER);
  }

  /** What the message shows; Twilio fetches it. */
  List<URI> media() {
    return media(mediaUrl);
  }

  private static List<URI> media(Object mediaUrl) {
    List<?> urls =
        switch (mediaUrl) {
          case null -> List.of();
          case List<?> list -> list;
          case Object one -> List.of(one);
        };
    List<String> texts =
        urls.stream().map(url -> url.toString().strip()).filter(url -> !url.isEmpty()).toList();
    if (texts.size() > MOST_MEDIA) {
      throw new IllegalArgumentException("mediaUrl holds more than 10 addresses");
    }
    return texts.stream().map(TwilioParameters::address).toList();
  }

  private static URI address(String url) {
    try {
      if (url.matches("https?://[^/\\s].*")) {
        return URI.create(url);
      }
    } catch (IllegalArgumentException _) { // its message quotes what a payload may hold
    }
    throw new IllegalArgumentException("mediaUrl is no http or https address");
  }

  /** The template's variables as Twilio takes them: JSON of texts; null where there are none. */
  String variables() {
    if (contentVariables.isEmpty()) {
      return null;
    }
    Map<String, Object> texts = new java.util.LinkedHashMap<>();
    contentVariables.forEach(
        (name, value) -> texts.put(name, value instanceof String ? value : Json.write(value)));
    return Json.write(texts);
  }

  private static String stripped(String text) {
    return text == null ? "" : text.strip();
  }
}
