package dev.patchbay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.core.json.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/** Stand-ins of destinations that take a part of what one request brings. */
final class StandInAnswersTest {
  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static final String KEY = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";

  @TempDir static Path folder;
  private static TestSandbox sandbox;

  @BeforeAll
  static void start() throws IOException {
    sandbox = new TestSandbox(folder);
    sandbox.secret(
        "opensearch",
        Map.of("region", "eu-west-1", "accessKeyId", "AKIAEXAMPLE", "secretAccessKey", KEY));
    sandbox.secret("elasticsearch", Map.of("apiKey", "a-key"));
    sandbox.secret("splunk", Map.of("token", "a-token"));
    sandbox.secret("honeycomb", Map.of("token", "a-token"));
  }

  @AfterAll
  static void stop() {
    sandbox.close();
  }

  private static HttpResponse<String> post(
      String connector, String path, String body, Map<String, String> headers) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(sandbox.secret(connector).get("baseUrl") + path))
            .POST(HttpRequest.BodyPublishers.ofString(body));
    headers.forEach(request::header);
    return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private static HttpResponse<String> splunk(String body) throws Exception {
    return post(
        "splunk",
        "/services/collector/event",
        body,
        Map.of("Authorization", "Splunk a-token", "Content-Type", "application/json"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "12 | 2 | {\"event\": \"a12\"} | {\"event\": \"b12\"} | {\"host\": \"x\"} | {\"event\":"
            + " \"\"}",
        "13 | 1 | {\"event\": \"a13\"} | {\"event\": \"\"} | {\"host\": \"x\"} | {\"event\":"
            + " \"c\"}",
        "6 | 2 | {\"event\": \"a6\"} | {\"event\": \"b6\"} | no json | {\"event\": \"c\"}",
        "12 | 0 | {\"host\": \"x\"} | {\"event\": \"never\"} | {\"event\": \"\"} | {\"event\":"
            + " \"c\"}"
      })
  void splunksHasIndexedWhatCameBeforeABadEvent(
      int code, int bad, String first, String second, String third, String fourth)
      throws Exception {
    List<String> before = sandbox.texts("splunk");
    HttpResponse<String> answer = splunk(String.join("\n", first, second, third, fourth));
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(Json.parseObject(answer.body()))
        .hasEntrySatisfying("code", it -> assertThat(it).hasToString("" + code))
        .hasEntrySatisfying("invalid-event-number", it -> assertThat(it).hasToString("" + bad));
    List<String> sent =
        List.of(first, second, third, fourth).subList(0, bad).stream()
            .map(line -> Json.parseObject(line).get("event").toString())
            .toList();
    List<String> after = sandbox.texts("splunk");
    assertThat(after.subList(before.size(), after.size())).isEqualTo(sent);
  }

  @Test
  void splunksTakesABatchWithNothingBadInIt() throws Exception {
    assertThat(splunk("{\"event\": \"one\"}\n{\"event\": {\"a\": 1}}").statusCode()).isEqualTo(200);
    assertThat(sandbox.texts("splunk")).contains("one", "{\"a\":1}");
  }

  private static final String BULK =
      """
      {"create":{"_id":"1"}}
      {"message":"good"}
      {"create":{"_id":"2"}}
      "text"
      {"create":{"_id":"3"}}
      no json
      {"create":{"_id":"4"}}
      {"create":"also a document"}
      """;

  /** As AWS's own signer signs it. */
  private static Map<String, String> signed(String body, String key) {
    SdkHttpRequest request =
        SdkHttpRequest.builder()
            .method(SdkHttpMethod.POST)
            .uri(URI.create(sandbox.secret("opensearch").get("baseUrl") + "/logs/_bulk"))
            .putHeader("Content-Type", "application/x-ndjson")
            .build();
    Map<String, String> headers = new HashMap<>();
    AwsV4HttpSigner.create()
        .sign(
            sign ->
                sign.request(request)
                    .identity(AwsCredentialsIdentity.create("AKIAEXAMPLE", key))
                    .payload(
                        ContentStreamProvider.fromByteArray(body.getBytes(StandardCharsets.UTF_8)))
                    .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "es")
                    .putProperty(AwsV4HttpSigner.REGION_NAME, "eu-west-1"))
        .request()
        .forEachHeader((name, values) -> headers.put(name, values.getFirst()));
    headers.remove("Host");
    return headers;
  }

  private static HttpResponse<String> bulk(String connector, String body) throws Exception {
    Map<String, String> headers =
        connector.equals("opensearch")
            ? signed(body, KEY)
            : Map.of("Content-Type", "application/x-ndjson", "Authorization", "ApiKey a-key");
    return post(connector, "/logs/_bulk", body, headers);
  }

  @ParameterizedTest
  @ValueSource(strings = {"opensearch", "elasticsearch"})
  void aBulkRequestIsAnsweredForEachDocument(String connector) throws Exception {
    HttpResponse<String> answer = bulk(connector, BULK);
    assertThat(answer.statusCode()).isEqualTo(200);
    Map<String, Object> body = Json.parseObject(answer.body());
    assertThat(body).containsEntry("errors", true);
    assertThat((List<?>) body.get("items"))
        .extracting(
            item -> {
              Map<String, Object> created = Json.object(Json.object(item).get("create"));
              return created.get("_id") + " " + created.get("status");
            })
        .containsExactly("1 201", "2 400", "3 400", "4 201");
    assertThat(sandbox.texts(connector))
        .containsExactly("{\"message\":\"good\"}", "{\"create\":\"also a document\"}");
    assertThat(bulk(connector, "{\"index\":{}}\n{}\n").statusCode()).isEqualTo(400);
  }

  @Test
  void opensearchsTakesNoOtherSignature() throws Exception {
    String body = "{\"create\":{\"_id\":\"1\"}}\n{\"message\":\"never\"}\n";
    HttpResponse<String> wrong = post("opensearch", "/logs/_bulk", body, signed(body, "another"));
    assertThat(wrong.statusCode()).isEqualTo(403);
    assertThat(wrong.body()).contains("signature we calculated does not match");
    assertThat(post("opensearch", "/logs/_bulk", body + "\n", signed(body, KEY)).statusCode())
        .isEqualTo(403);
    HttpResponse<String> none = post("opensearch", "/logs/_bulk", body, Map.of());
    assertThat(none.body()).contains("Missing Authentication Token");
    assertThat(sandbox.texts("opensearch")).noneMatch(text -> text.contains("never"));
  }

  @Test
  void honeycombsAnswersForEachEvent() throws Exception {
    HttpResponse<String> answer =
        post(
            "honeycomb",
            "/1/batch/deploys",
            "[{\"data\": {\"a\": 1}}, {\"data\": \"text\"}, \"text\", {\"data\": {}}]",
            Map.of("X-Honeycomb-Team", "a-token", "Content-Type", "application/json"));
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat((List<?>) Json.parse(answer.body()))
        .extracting(item -> Json.object(item).get("status").toString())
        .containsExactly("202", "400", "400", "400");
    assertThat(sandbox.texts("honeycomb")).containsExactly("{\"a\":1}");
  }
}
