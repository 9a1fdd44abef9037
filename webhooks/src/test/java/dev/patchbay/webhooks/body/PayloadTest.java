package dev.patchbay.webhooks.body;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.patchbay.core.catalog.SourceEntry;
import dev.patchbay.webhooks.request.RawRequest;
import dev.patchbay.webhooks.request.RefusedException;
import dev.patchbay.webhooks.sample.SourceFolder;
import java.net.URLEncoder;
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

  private static String json(int levels) {
    return "{\"x\":" + "[".repeat(levels - 1) + "]".repeat(levels - 1) + "}";
  }

  private static String form(int levels) {
    return "payload=" + URLEncoder.encode(json(levels), StandardCharsets.UTF_8);
  }

  private static Object parse(String type, String body) {
    return Payload.parse(
        new RawRequest(
            "POST",
            "https://example.com/webhooks/github",
            Map.of("content-type", type),
            Map.of(),
            body.getBytes(StandardCharsets.UTF_8)),
        GITHUB);
  }

  @Test
  void takesAPayloadOf200LevelsAndNoDeeperOne() {
    assertThat(parse("application/json", json(200))).isInstanceOf(Map.class);
    assertThatThrownBy(() -> parse("application/json", json(201)))
        .isInstanceOf(RefusedException.class);
  }

  @Test
  void countsLevelsInsideAForm() {
    String type = "application/x-www-form-urlencoded";
    assertThat(parse(type, form(200))).isInstanceOf(Map.class);
    assertThatThrownBy(() -> parse(type, form(201))).isInstanceOf(RefusedException.class);
  }
}
