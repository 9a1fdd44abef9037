package dev.patchbay.connectors.slack;

/**
 * What the connector's secret holds.
 *
 * @param baseUrl of a proxy, GovSlack or a stand-in, in place of {@code https://slack.com}
 * @param rate read by the kit
 */
record SlackSecret(String token, String baseUrl, Object rate) {
  SlackSecret {
    if (token == null || token.isBlank()) {
      throw new IllegalArgumentException("the Slack bot token (xoxb-…) is not set: field 'token'");
    }
  }

  @Override
  public String toString() {
    return "SlackSecret";
  }
}
