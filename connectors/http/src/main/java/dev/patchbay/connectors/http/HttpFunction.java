package dev.patchbay.connectors.http;

import dev.patchbay.connectors.kit.ConnectorFunction;
import dev.patchbay.core.setting.Settings;

/** The function of a declared connector: {@code template.yaml} names both. */
public final class HttpFunction extends ConnectorFunction {
  public HttpFunction() {
    super(new HttpConnector(Settings.ofEnvironment().connector()));
  }
}
