package dev.patchbay.connectors.slack;

import java.net.URI;
import java.net.URISyntaxException;

/**
 * What the connector's secret holds.
 *
 * @param token a bot's; null with an incoming webhook
 * @param webhookUrl address of an incoming webhook; null with a bot
 * @param webhookChannel the channel that the webhook was made for; may be null
 * @param baseUrl of a proxy, GovSlack or a stand-in, in place of {@code https://slack.com}
 * @param rate read by the kit
 */
record SlackSecret(
    String token, String webhookUrl, String webhookChannel, String baseUrl, Object rate) {
  SlackSecret {
    boolean isBot = token != null && !token.isBlank();
    boolean isWebhook = webhookUrl != null && !webhookUrl.isBlank();
    if (isBot == isWebhook) {
      throw new IllegalArgumentException(
          "the Slack bot token (xoxb-…), field 'token', or the address of an incoming webhook, "
              + "field 'webhookUrl', must be set: one of the two");
    }
    if (isBot && !token.strip().matches("[!-~]+")) { // else the HTTP client says so, and quotes it
      throw new IllegalArgumentException("field 'token' holds characters that no token has");
    }
    token = isBot ? token.strip() : null;
    webhookUrl = isWebhook ? checked(webhookUrl.strip()) : null;
  }

  /** Whoever knows the address may post: no message quotes it, nor is a cause chained. */
  private static String checked(String url) {
    try {
      URI uri = new URI(url);
      if ("https".equals(uri.getScheme())
          && uri.getHost() != null
          && uri.getRawPath().length() > 1) {
        return url;
      }
    } catch (URISyntaxException _) { // said below
    }
    throw new IllegalArgumentException(
        "field 'webhookUrl' must be an address like https://hooks.slack.com/services/…");
  }

  boolean isWebhook() {
    return webhookUrl != null;
  }

  @Override
  public String toString() {
    return "SlackSecret";
  }
}
