package dev.patchbay.connectors.twilio;

/**
 * What the connector's secret holds.
 *
 * @param from the sender where a route names none
 * @param messagingServiceSid in place of a sender, where there is no {@code from}
 * @param baseUrl of a proxy, a region or a stand-in, in place of {@code https://api.twilio.com}
 * @param rate read by the kit
 */
record TwilioSecret(
    String accountSid,
    String authToken,
    String from,
    String messagingServiceSid,
    String baseUrl,
    Object rate) {
  TwilioSecret {
    if (accountSid == null || accountSid.isBlank() || authToken == null || authToken.isBlank()) {
      throw new IllegalArgumentException(
          "needs Twilio's account SID and auth token: accountSid, authToken");
    }
    from = from == null || from.isBlank() ? null : from.strip();
    messagingServiceSid =
        messagingServiceSid == null || messagingServiceSid.isBlank()
            ? null
            : messagingServiceSid.strip();
  }

  @Override
  public String toString() {
    return "TwilioSecret[" + accountSid + "]";
  }
}
