package dev.patchbay.connectors.twilio;

import dev.patchbay.connectors.spi.Connector;
import dev.patchbay.connectors.testkit.ConnectorContract;
import dev.patchbay.connectors.testkit.Loopback;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

class TwilioContractTest extends ConnectorContract {
  @Override
  protected Connector connector(Duration answer) {
    return new TwilioConnector(Optional.of("https://hooks.example.com"), answer);
  }

  @Override
  protected Map<String, Object> secret() {
    return Map.of(
        "accountSid", "AC00000000000000000000000000000000", "authToken", "a-very-secret-token");
  }

  @Override
  protected Map<String, Object> parameters() {
    return Map.of("to", "+15005550009", "text", "{{ title }}");
  }

  @Override
  protected String yes() {
    return "{\"sid\":\"SM1\",\"status\":\"queued\"}";
  }

  @Override
  protected String shown(Loopback.Request request) {
    return URLDecoder.decode(request.body(), StandardCharsets.UTF_8);
  }

  /** A title is one line of a text message. */
  @Override
  protected String harmless(String title) {
    return title.replace("\r\n", " ");
  }
}
