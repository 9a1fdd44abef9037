package dev.patchbay.connectors.box;

import static dev.patchbay.connectors.box.BoxServer.FILE;
import static dev.patchbay.connectors.box.BoxServer.HELLO_SHA1;
import static dev.patchbay.connectors.box.BoxServer.TOKEN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.connectors.spi.Delivery;
import dev.patchbay.connectors.spi.Outcome;
import dev.patchbay.connectors.spi.Receipt;
import dev.patchbay.connectors.testkit.Entries;
import dev.patchbay.connectors.testkit.Loopback;
import dev.patchbay.core.event.Event;
import dev.patchbay.core.json.Json;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BoxConnectorTest {
  private final BoxServer box = new BoxServer();

  @AfterEach
  void stop() {
    box.close();
  }

  @Test
  void entryAndCodeAgree() {
    assertThat(Entries.problems(Entries.of("box"), BoxParameters.class, BoxSecret.class)).isEmpty();
  }

  @Test
  void uploadsTheEventAndGivesTheFileIdAsReceipt() {
    box.answers(201, FILE);

    assertThat(box.send(Map.of())).isEqualTo(new Outcome.Delivered(new Receipt("77")));

    assertThat(box.asked()).containsExactly("POST /api/2.0/files/content");
    Loopback.Request request = box.request(0);
    assertThat(request.headers()).containsEntry("authorization", "Bearer " + TOKEN);
    assertThat(request.body())
        .contains("\"name\":\"github-push-a_1.json\"")
        .contains("\"parent\":{\"id\":\"0\"}")
        .contains("\"title\" : \"Deploy failed\"");
    assertThat(request.body().indexOf("\"attributes\""))
        .isLessThan(request.body().indexOf("name=\"file\""));
  }

  @Test
  void tellsBoxTheDigestOfWhatItSends() {
    box.answers(201, FILE);
    box.send(Map.of("content", "hello"));
    assertThat(box.request(0).headers()).containsEntry("content-md5", HELLO_SHA1);
  }

  @Test
  void sendsThePayloadAsItCame() {
    box.answers(201, FILE);
    box.send(Map.of("content", "payload"));
    assertThat(box.request(0).body()).contains("\r\n{\"n\":1}\r\n");
  }

  @Test
  void writesTheWholePayloadIntoTheEventWhereItWasTooLargeToTravel() {
    Map<String, Object> detail = new LinkedHashMap<>(BoxServer.event().detail());
    detail.put("data", Map.of("log", "cut…"));
    detail.put("dataRef", Map.of("bucket", "b", "key", "k", "size", 20, "sha256", "00"));
    Delivery large =
        new Delivery(
            "0123456789",
            "a-route",
            new Event(detail),
            Map.of("name", "a.json"),
            () -> "{\"log\":\"the whole log\"}".getBytes(StandardCharsets.UTF_8));
    box.answers(201, FILE);

    box.sender().send(large);

    String body = box.request(0).body();
    String file = body.substring(body.indexOf('{', body.indexOf("name=\"file\"")));
    assertThat(Json.parseObject(file.substring(0, file.lastIndexOf('}') + 1)))
        .containsEntry("data", Map.of("log", "the whole log"))
        .doesNotContainKey("dataRef");
  }

  @ParameterizedTest
  @CsvSource({
    "400, bad_request, Rejected",
    "400, item_name_invalid, Rejected",
    "400, item_name_too_long, Rejected",
    "400, bad_digest, Retry",
    "400, terms_of_service_required, Misconfigured",
    "401, unauthorized, Misconfigured",
    "403, access_denied_insufficient_permissions, Rejected",
    "403, access_denied_item_locked, Retry",
    "403, file_size_limit_exceeded, Rejected",
    "403, forbidden_by_policy, Rejected",
    "403, insufficient_scope, Misconfigured",
    "403, storage_limit_exceeded, Misconfigured",
    "404, not_found, Rejected",
    "404, trashed, Rejected",
    "405, method_not_allowed, Rejected",
    "409, conflict, Rejected",
    "409, name_temporarily_reserved, Retry",
    "409, operation_blocked_temporary, Retry",
    "409, storage_limit_exceeded, Misconfigured",
    "410, session_expired, Retry",
    "410, upload_failed, Retry",
    "412, precondition_failed, Retry",
    "413, request_entity_too_large, Rejected",
    "429, rate_limit_exceeded, Throttled",
    "500, internal_server_error, Retry",
    "502, bad_gateway, Retry",
    "503, unavailable, Retry"
  })
  void knowsWhatARefusalMeansAndAsksOnce(int status, String code, String outcome) {
    box.answers(status, "{\"type\":\"error\",\"code\":\"" + code + "\"}");
    Outcome got = box.send(Map.of());
    assertThat(got.getClass().getSimpleName()).isEqualTo(outcome);
    assertThat(got.toString()).contains(code).doesNotContain(TOKEN);
    assertThat(box.asked()).hasSize(1);
  }

  @Test
  void waitsAsLongAsBoxSaysBeItADate() {
    box.answers(503, "", "Retry-After", "17")
        .answers(429, "{}", "Retry-After", "Thu, 01 Jan 1970 00:00:00 GMT");
    assertThat(box.send(Map.of()))
        .isEqualTo(new Outcome.Throttled(Duration.ofSeconds(17), "Box: HTTP 503"));
    assertThat(box.send(Map.of())).isEqualTo(new Outcome.Throttled(Duration.ZERO, "Box: HTTP 429"));
  }

  @Test
  void triesAgainLaterWhenTheConnectionBreaksOrNothingListens() {
    box.breaks();
    assertThat(box.send(Map.of())).isInstanceOf(Outcome.Retry.class);
    assertThat(box.asked()).hasSize(1);
    box.close();
    assertThat(box.send(Map.of())).isInstanceOf(Outcome.Retry.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "201|''",
        "201|{}",
        "201|<html>",
        "200|[]",
        "201|{\"entries\":[{}]}",
        "201|{\"entries\":7}"
      })
  void takesAnAnswerThatNamesNoFileForNone(int status, String body) {
    box.answers(status, body);
    assertThat(box.send(Map.of())).isInstanceOf(Outcome.Retry.class);
  }
}
