package dev.patchbay.connectors.twilio;

/**
 * What the connector's secret holds.
 *
 * @param authToken of the account, or the secret of the API key that {@code apiKeySid} names
 * @param from the sender where a route names none
 * @param messagingServiceSid in place of a sender, where there is no {@code from}
 * @param statusCallback address of the hub's twilio source, or {@code none}; null for the one at
 *     the hub's public address
 * @param baseUrl of a proxy, a region or a stand-in, in place of {@code https://api.twilio.com}
 * @param rate read by the kit
 */
record TwilioSecret(
    String accountSid,
    String authToken,
    String apiKeySid,
    String from,
    String messagingServiceSid,
    String statusCallback,
    String baseUrl,
    Object rate) {
  TwilioSecret {
    accountSid = orNull(accountSid);
    authToken = orNull(authToken);
    if (accountSid == null || authToken == null) {
      throw new IllegalArgumentException(
          "needs Twilio's account SID and auth token: accountSid, authToken");
    }
    apiKeySid = orNull(apiKeySid);
    from = orNull(from);
    messagingServiceSid = orNull(messagingServiceSid);
    statusCallback = orNull(statusCallback);
  }

  /** With whom Twilio takes the token for: the account, or an API key of it. */
  String user() {
    return apiKeySid == null ? accountSid : apiKeySid;
  }

  private static String orNull(String text) {
    return text == null || text.isBlank() ? null : text.strip();
  }

  @Override
  public String toString() {
    return "TwilioSecret[" + accountSid + "]";
  }
}
