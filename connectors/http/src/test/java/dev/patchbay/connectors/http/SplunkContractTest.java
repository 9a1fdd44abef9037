package dev.patchbay.connectors.http;

import dev.patchbay.connectors.spi.Connector;
import dev.patchbay.connectors.spi.Outcome;
import dev.patchbay.connectors.testkit.ConnectorContract;
import dev.patchbay.connectors.testkit.Loopback;
import dev.patchbay.core.event.Event;
import dev.patchbay.core.json.Json;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;

class SplunkContractTest extends ConnectorContract {
  @Override
  protected Connector connector(Duration answer) {
    Transport transport = new Transport(Duration.ofSeconds(5), answer);
    return new HttpConnector(
        "splunk", transport, (_, _, _) -> true, Clock.systemUTC(), "eu-west-1");
  }

  @Override
  protected Map<String, Object> secret() {
    return Map.of("token", "12345678-1234-1234-1234-1234567890ab");
  }

  @Override
  protected Map<String, Object> parameters() {
    return Map.of("index", "main");
  }

  @Override
  protected String yes() {
    return "{\"text\":\"Success\",\"code\":0}";
  }

  @Override
  protected String shown(Loopback.Request request) {
    return new Event(Json.object(Json.parseObject(request.body()).get("event"))).title();
  }

  @Override
  protected String harmless(String title) {
    return title;
  }

  /** No collector answers there: the address is wrong, whatever the delivery. */
  @Override
  protected Map<Integer, Class<? extends Outcome>> differences() {
    return Map.of(404, Outcome.Misconfigured.class);
  }
}
