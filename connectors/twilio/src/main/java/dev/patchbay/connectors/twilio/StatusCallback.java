package dev.patchbay.connectors.twilio;

import dev.patchbay.connectors.spi.Delivery;
import dev.patchbay.connectors.spi.MisconfiguredException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Where Twilio tells what became of a message or call: the hub's own {@code twilio} source. Its
 * query says which delivery it was, and Twilio signs the whole address.
 *
 * @param address of the source, without a query; empty where nobody could be told
 */
record StatusCallback(Optional<String> address) {
  /** Twilio refuses these: error 21609 (https://www.twilio.com/docs/api/errors/21609). */
  private static final String OURSELVES = "https?://(([^/]*\\.)?localhost|127\\.|0\\.|\\[)[^/]*/.*";

  /**
   * The secret's own word, or else the source at the hub's public address.
   *
   * @throws MisconfiguredException when the secret's word is no address
   */
  static StatusCallback of(String ofSecret, Optional<String> publicUrl) {
    if ("none".equals(ofSecret)) {
      return new StatusCallback(Optional.empty());
    }
    if (ofSecret != null && !ofSecret.matches("https?://[^/\\s?#]+/[^\\s?#]*")) {
      throw new MisconfiguredException(
          "secret patchbay/connectors/twilio: statusCallback must be the https address of the hub's"
              + " twilio source, or none");
    }
    return new StatusCallback(
        Optional.ofNullable(ofSecret)
            .or(() -> publicUrl.map(url -> url.replaceFirst("/+$", "") + "/webhooks/twilio"))
            .filter(url -> url.matches("https?://[^/\\s?#]+/[^\\s?#]*"))
            .filter(url -> !url.matches(OURSELVES)));
  }

  /** The address for one delivery. */
  Optional<URI> of(Delivery delivery) {
    return address.map(
        url ->
            URI.create(
                url
                    + "?event="
                    + encoded(delivery.event().key())
                    + "&route="
                    + encoded(delivery.route())
                    + "&delivery="
                    + encoded(delivery.id())));
  }

  /**
   * As in a URL, with a tilde for the percent sign: Twilio signs the address letter by letter, and
   * what stands between it and us may write a percent sign's escape in another way.
   */
  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8)
        .replace("+", "%20")
        .replace("*", "%2A")
        .replace('%', '~');
  }
}
