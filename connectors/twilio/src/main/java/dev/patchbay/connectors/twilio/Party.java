package dev.patchbay.connectors.twilio;

/**
 * Who sends: a number (or channel's address, or name), or a messaging service that chooses one.
 *
 * @param from or null
 * @param service or null
 * @param ofRoute whether the route names it: a wrong one is then the route's own
 */
record Party(String from, String service, boolean ofRoute) {
  private static final String WHATSAPP = "whatsapp:";

  /** The route's, or the secret's, or Twilio's own for test credentials. */
  static Party of(TwilioParameters parameters, TwilioSecret secret) {
    if (parameters.namesSender()) {
      return named(parameters.from(), parameters.to(), true);
    }
    if (secret.from() != null) {
      return named(secret.from(), parameters.to(), false);
    }
    return secret.messagingServiceSid() == null
        ? named(parameters.from(), parameters.to(), false)
        : new Party(null, secret.messagingServiceSid(), false);
  }

  /** Both ends of a message are of one channel (https://www.twilio.com/docs/api/errors/21910). */
  private static Party named(String name, String to, boolean ofRoute) {
    if (name.matches("MG[0-9a-fA-F]{32}")) {
      return new Party(null, name, ofRoute);
    }
    boolean bare = to.startsWith(WHATSAPP) && name.startsWith("+");
    return new Party(bare ? WHATSAPP + name : name, null, ofRoute);
  }
}
