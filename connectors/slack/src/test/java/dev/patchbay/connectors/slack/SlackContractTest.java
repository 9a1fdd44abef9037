package dev.patchbay.connectors.slack;

import dev.patchbay.connectors.spi.Connector;
import dev.patchbay.connectors.testkit.ConnectorContract;
import dev.patchbay.connectors.testkit.Loopback;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

class SlackContractTest extends ConnectorContract {
  @Override
  protected Connector connector(Duration answer) {
    return new SlackConnector(answer);
  }

  @Override
  protected Map<String, Object> secret() {
    return Map.of("token", "xoxb-very-secret");
  }

  @Override
  protected Map<String, Object> parameters() {
    return Map.of("channel", "#ops", "text", "{{ title }}");
  }

  @Override
  protected String yes() {
    return "{\"ok\":true,\"channel\":\"C012345678\",\"ts\":\"1700000000.000200\"}";
  }

  @Override
  protected String shown(Loopback.Request request) {
    return URLDecoder.decode(request.body(), StandardCharsets.UTF_8);
  }

  /**
   * Slack reads these three characters as markup
   * (https://docs.slack.dev/messaging/formatting-message-text).
   */
  @Override
  protected String harmless(String title) {
    return title.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
