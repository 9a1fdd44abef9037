package dev.patchbay.connectors.twilio;

import dev.patchbay.connectors.kit.ConnectorFunction;

/** The function that {@code template.yaml} names. */
public final class TwilioFunction extends ConnectorFunction {
  public TwilioFunction() {
    super(new TwilioConnector());
  }
}
