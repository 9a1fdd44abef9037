package dev.patchbay.connectors.slack;

import dev.patchbay.connectors.testkit.Loopback;
import dev.patchbay.core.json.Json;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** The contract with a route's own blocks, in a thread. */
class SlackBlocksContractTest extends SlackContractTest {
  @Override
  protected Map<String, Object> parameters() {
    return Map.of(
        "channel",
        "#ops",
        "thread",
        "{{ id }}",
        "blocks",
        List.of(
            Map.of("type", "section", "text", Map.of("type", "mrkdwn", "text", "{{ title }}"))));
  }

  @Override
  protected String shown(Loopback.Request request) {
    for (String field : request.body().split("&")) {
      if (field.startsWith("blocks=")) {
        String json = URLDecoder.decode(field.substring(7), StandardCharsets.UTF_8);
        Map<String, Object> block = Json.object(((List<?>) Json.parse(json)).getFirst());
        return Json.object(block.get("text")).get("text").toString();
      }
    }
    return "";
  }
}
