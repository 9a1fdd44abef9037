package dev.patchbay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A stand-in that is told to fail fails in its destination's own words. */
final class StandInFailureTest {
  @TempDir static Path folder;
  private static TestSandbox sandbox;

  @BeforeAll
  static void start() throws Exception {
    sandbox = new TestSandbox(folder);
  }

  @AfterAll
  static void stop() {
    sandbox.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "slack|429|429|application/json|7|{\"ok\":false,\"error\":\"ratelimited\"}",
        "slack|500|500|application/json||{\"ok\":false,\"error\":\"internal_error\"}",
        "slack|502|502|text/html||<title>502 Bad Gateway</title>",
        "github-issue|429|403|application/json||API rate limit exceeded",
        "github-issue|502|502|application/json||Server Error",
        "opensearch|429|429|application/json||rejected_execution_exception",
        "sns|503|503|text/xml||<Code>ServiceUnavailable</Code>",
        "loki|429|429|text/plain||Ingestion rate limit exceeded",
        "notion|429|429|application/json|7|\"code\":\"rate_limited\"",
        "webhook|429|429|text/html|7|<h1>429 Too Many Requests</h1>",
        "webhook|503|503|text/html|7|<h1>503 Service Temporarily Unavailable</h1>",
        "telegram|429|429|application/json||\"parameters\":{\"retry_after\":7}"
      })
  void isWhatTheRealOneWouldSay(
      String connector, String told, int status, String type, String after, String said)
      throws Exception {
    sandbox.fail(connector, told);
    HttpResponse<String> answer =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(
                        URI.create(sandbox.secret(connector).get("baseUrl").toString()))
                    .POST(HttpRequest.BodyPublishers.noBody())
                    .build(),
                HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith(type);
    assertThat(answer.headers().firstValue("Retry-After").orElse(null)).isEqualTo(after);
    assertThat(answer.body()).contains(said);
  }
}
