package dev.patchbay.connectors.box;

import dev.patchbay.connectors.spi.Connector;
import dev.patchbay.connectors.testkit.ConnectorContract;
import dev.patchbay.connectors.testkit.Loopback;
import java.time.Duration;
import java.util.Map;

class BoxContractTest extends ConnectorContract {
  @Override
  protected Connector connector(Duration answer) {
    return new BoxConnector(answer, Duration.ZERO, okhttp3.Dns.SYSTEM);
  }

  @Override
  protected Map<String, Object> secret() {
    return Map.of("token", "a-very-secret-token");
  }

  @Override
  protected Map<String, Object> parameters() {
    return Map.of("content", "{{ title }}");
  }

  @Override
  protected String yes() {
    return "{\"total_count\":1,\"entries\":[{\"type\":\"file\",\"id\":\"77\"}]}";
  }

  @Override
  protected String shown(Loopback.Request request) {
    return request.body();
  }

  /** A file holds what it is given. */
  @Override
  protected String harmless(String title) {
    return title;
  }
}
