package dev.patchbay.webhooks.body;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.patchbay.core.catalog.SourceEntry;
import dev.patchbay.webhooks.request.RawRequest;
import dev.patchbay.webhooks.request.RefusedException;
import dev.patchbay.webhooks.sample.SourceFolder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PayloadTest {
  private static final SourceEntry GITHUB =
      SourceFolder.all().stream()
          .filter(source -> source.name().equals("github"))
          .findFirst()
          .orElseThrow()
          .entry();

  private static Object parse(int levels) {
    String json = "{\"x\":" + "[".repeat(levels - 1) + "]".repeat(levels - 1) + "}";
    return Payload.parse(
        new RawRequest(
            "POST",
            "https://example.com/webhooks/github",
            Map.of("content-type", "application/json"),
            Map.of(),
            json.getBytes(StandardCharsets.UTF_8)),
        GITHUB);
  }

  @Test
  void takesAPayloadOf200LevelsAndNoDeeperOne() {
    assertThat(parse(200)).isInstanceOf(Map.class);
    assertThatThrownBy(() -> parse(201)).isInstanceOf(RefusedException.class);
  }
}
