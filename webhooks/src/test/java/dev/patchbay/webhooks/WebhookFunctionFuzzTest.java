package dev.patchbay.webhooks;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.patchbay.core.json.Json;
import dev.patchbay.webhooks.sample.SourceBench;
import dev.patchbay.webhooks.sample.SourceFolder;
import dev.patchbay.webhooks.signature.SignatureDefaults;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Whatever the API hands over is answered. In a build it replays what stands in its folder of
 * inputs; {@code JAZZER_FUZZ=1} searches.
 */
class WebhookFunctionFuzzTest {
  private static final List<SourceFolder> SOURCES = SourceFolder.all();

  @FuzzTest(maxDuration = "10m")
  void answersWhateverItIsHanded(FuzzedDataProvider data) throws IOException {
    SourceFolder source = data.pickValue(SOURCES);
    SourceBench bench = new SourceBench(source.entry());
    byte[] input = data.consumeBoolean() ? event(source, data) : data.consumeRemainingAsBytes();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new WebhookFunction(bench.intake(), "https://hub.example")
        .handleRequest(new ByteArrayInputStream(input), out, null);
    Map<String, Object> answer = Json.parseObject(out.toByteArray());
    assertThat(((Number) answer.get("statusCode")).intValue())
        .isBetween(200, 503)
        .isNotEqualTo(500);
    assertThat(bench.events()).isEmpty();
  }

  private static byte[] event(SourceFolder source, FuzzedDataProvider data) {
    Map<String, Object> headers = new HashMap<>();
    headers.put(
        "content-type",
        data.pickValue(
            List.of(
                "application/json",
                "application/x-www-form-urlencoded",
                "multipart/form-data; boundary=b",
                "application/xml")));
    String at = SignatureDefaults.complete(source.entry().signature().getFirst()).at();
    if (at != null && at.startsWith("header:")) {
      headers.put(at.substring(7).replace("*", "1"), data.consumeString(200));
    }
    return Json.writeBytes(
        Map.of(
            "rawPath",
            "/webhooks/" + source.name() + data.consumeString(20),
            "rawQueryString",
            data.consumeString(100),
            "headers",
            headers,
            "requestContext",
            Map.of("http", Map.of("method", data.pickValue(List.of("POST", "GET", "HEAD")))),
            "isBase64Encoded",
            data.consumeBoolean(),
            "body",
            data.consumeRemainingAsString()));
  }
}
