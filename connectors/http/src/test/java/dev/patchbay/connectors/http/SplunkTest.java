package dev.patchbay.connectors.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.connectors.spi.Outcome;
import dev.patchbay.core.catalog.Catalog;
import dev.patchbay.core.catalog.ConnectorEntry;
import dev.patchbay.core.expression.Expression;
import dev.patchbay.core.json.Json;
import dev.patchbay.core.setting.Settings;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SplunkTest {
  private final ConnectorEntry splunk =
      Catalog.of(new Settings(_ -> null)).connector("splunk").orElseThrow();

  @Test
  void sendsTheWholeEventAndNeitherParametersNorSecret() throws IOException {
    try (Destination hec = new Destination(200, "{\"text\":\"Success\",\"code\":0}")) {
      Outcome outcome =
          Deliveries.send(splunk, hec.url(), Map.of("index", "main", "sourcetype", "_json"));
      assertThat(outcome).isInstanceOf(Outcome.Delivered.class);
      Destination.Got got = hec.got().getFirst();
      assertThat(got.uri()).isEqualTo("/services/collector/event");
      assertThat(got.header("Authorization")).isEqualTo("Splunk s3cret-token");
      assertThat(got.body()).startsWith("{\"time\":1700000000.123,");
      Map<String, Object> sent = Json.parseObject(got.body());
      assertThat(sent).containsOnlyKeys("time", "sourcetype", "index", "event");
      assertThat(sent.get("event")).isEqualTo(Deliveries.event().detail());
    }
  }

  @Test
  void sendsWhatTheRouteSays() throws IOException {
    for (Object event : List.of("a text", Map.of("a", 1))) {
      try (Destination hec = new Destination(200, "{\"text\":\"Success\",\"code\":0}")) {
        Deliveries.send(splunk, hec.url(), Map.of("event", event));
        assertThat(Json.parseObject(hec.got().getFirst().body()).get("event")).isEqualTo(event);
      }
    }
  }

  /** The reply codes that the event collector documents, and the server's statuses for them. */
  @ParameterizedTest
  @CsvSource({
    "200, 0, Delivered",
    "403, 1, Misconfigured",
    "401, 2, Misconfigured",
    "401, 3, Misconfigured",
    "403, 4, Misconfigured",
    "400, 5, Rejected",
    "400, 6, Rejected",
    "400, 7, Rejected",
    "500, 8, Retry",
    "503, 9, Retry",
    "400, 10, Misconfigured",
    "400, 11, Misconfigured",
    "400, 12, Rejected",
    "400, 13, Rejected",
    "400, 14, Misconfigured",
    "400, 15, Rejected",
    "400, 16, Misconfigured",
    "503, 18, Retry",
    "503, 19, Retry",
    "503, 20, Retry",
    "400, 21, Misconfigured",
    "400, 22, Misconfigured",
    "503, 23, Retry",
    "429, 24, Throttled",
    "503, 24, Retry",
    "429, 26, Throttled",
    "429, 27, Throttled"
  })
  void readsTheReplyCode(int status, int code, String outcome) throws IOException {
    assertThat(
            answered(status, "{\"text\":\"said\",\"code\":" + code + "}")
                .getClass()
                .getSimpleName())
        .isEqualTo(outcome);
  }

  @Test
  void doesNotTakeAnotherServersPageForSuccess() throws IOException {
    assertThat(answered(200, "<html>Welcome</html>")).isInstanceOf(Outcome.Misconfigured.class);
    assertThat(answered(404, "")).isInstanceOf(Outcome.Misconfigured.class);
    assertThat(answered(502, "<html>Bad gateway</html>")).isEqualTo(new Outcome.Retry("HTTP 502"));
  }

  @Test
  void saysWhatSplunkSaid() throws IOException {
    assertThat(
            answered(
                400,
                "{\"text\":\"Event field is required\",\"code\":12,\"invalid-event-number\":0}"))
        .isEqualTo(new Outcome.Rejected("Splunk code 12: Event field is required"));
  }

  /** The stand-in refuses as the collector does, in its order. */
  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "`{}`, `{\"event\": 1}`, 2",
        "`{\"authorization\": \"t0ken\"}`, `{\"event\": 1}`, 3",
        "`{\"authorization\": \"Splunk other\"}`, `{\"event\": 1}`, 4",
        "`{\"authorization\": \"Splunk t0ken\"}`, `\"\"`, 5",
        "`{\"authorization\": \"Splunk t0ken\"}`, `\"text\"`, 6",
        "`{\"authorization\": \"Splunk t0ken\"}`, `{\"index\": \"x\"}`, 12",
        "`{\"authorization\": \"Splunk t0ken\"}`, `{\"event\": \"\"}`, 13",
        "`{\"authorization\": \"Splunk t0ken\"}`, `{\"event\": {\"a\": 1}}`, 0"
      })
  void itsSandboxAnswersAsTheCollectorDoes(String headers, String body, int code) {
    Map<String, Object> input =
        Map.of(
            "headers",
            Json.parse(headers),
            "body",
            Json.parse(body),
            "secret",
            Map.of("token", "t0ken"));
    ConnectorEntry.Endpoint endpoint = splunk.sandbox().endpoints().getFirst();
    Object answer =
        endpoint.refuse().stream()
            .filter(refusal -> Expression.compile(refusal.when()).holds(input))
            .map(ConnectorEntry.Refusal::body)
            .findFirst()
            .orElse(endpoint.answer().body());
    assertThat(Json.object(answer).get("code")).isEqualTo(code);
  }

  private Outcome answered(int status, String body) throws IOException {
    try (Destination hec = new Destination(status, body)) {
      return Deliveries.send(splunk, hec.url());
    }
  }
}
