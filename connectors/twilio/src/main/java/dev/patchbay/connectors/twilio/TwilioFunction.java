package dev.patchbay.connectors.twilio;

import dev.patchbay.connectors.kit.ConnectorFunction;
import dev.patchbay.core.setting.Settings;

/** The function that {@code template.yaml} names. */
public final class TwilioFunction extends ConnectorFunction {
  public TwilioFunction() {
    super(new TwilioConnector(Settings.ofEnvironment().publicUrl()));
  }
}
