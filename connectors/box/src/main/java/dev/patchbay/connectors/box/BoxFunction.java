package dev.patchbay.connectors.box;

import dev.patchbay.connectors.kit.ConnectorFunction;

/** The function that {@code template.yaml} names. */
public final class BoxFunction extends ConnectorFunction {
  public BoxFunction() {
    super(new BoxConnector());
  }
}
