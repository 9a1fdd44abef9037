package dev.patchbay.connectors.slack;

import dev.patchbay.connectors.spi.Connector;
import dev.patchbay.connectors.spi.Outcome;
import dev.patchbay.connectors.testkit.ConnectorContract;
import dev.patchbay.connectors.testkit.Loopback;
import dev.patchbay.core.expression.Escape;
import dev.patchbay.core.json.Json;
import java.time.Duration;
import java.util.Map;

class WebhookContractTest extends ConnectorContract {
  @Override
  protected Connector connector(Duration answer) {
    return new SlackConnector(answer);
  }

  @Override
  protected Map<String, Object> secret() {
    return Map.of("webhookUrl", "https://hooks.slack.com/services/T0ACME001/B0HOOK001/s3cret");
  }

  @Override
  protected Map<String, Object> parameters() {
    return Map.of("channel", "#ops", "text", "{{ title }}");
  }

  @Override
  protected String yes() {
    return "ok";
  }

  @Override
  protected String shown(Loopback.Request request) {
    return Json.parseObject(request.body()).get("text").toString();
  }

  @Override
  protected String harmless(String title) {
    return Escape.MRKDWN.apply(title);
  }

  /** Slack says so of a webhook that is no more, and of no message. */
  @Override
  protected Map<Integer, Class<? extends Outcome>> differences() {
    return Map.of(404, Outcome.Misconfigured.class);
  }
}
