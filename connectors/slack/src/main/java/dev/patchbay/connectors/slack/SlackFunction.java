package dev.patchbay.connectors.slack;

import dev.patchbay.connectors.kit.ConnectorFunction;

/** The function that {@code template.yaml} names. */
public final class SlackFunction extends ConnectorFunction {
  public SlackFunction() {
    super(new SlackConnector());
  }
}
