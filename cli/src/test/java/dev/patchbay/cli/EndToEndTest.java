package dev.patchbay.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.patchbay.cli.hub.HubView;
import dev.patchbay.cli.hub.Running;
import dev.patchbay.core.json.Json;
import dev.patchbay.local.sandbox.Inbox;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** GitHub's webhooks through the real template, functions and catalog to the sandbox. */
final class EndToEndTest {
  private static final String ROUTES =
      """
      routes:
        - name: record
          when: {source: [github]}
          deliver:
            - splunk: {index: events}
        - name: everyone
          when: {source: [github], type: [push], data: {repository: {full_name: [acme/everyone]}}}
          deliver:
            - slack: {channel: "#dev", text: "*{{ title }}* <{{ url }}|open>"}
            - twilio: {to: "+15005550006", text: "{{ title }}"}
            - box: {folder: "/Audit/{{ source }}"}
        - name: archive
          when: {source: [github], data: {repository: {full_name: [acme/archive]}}}
          deliver:
            - box: {folder: "/Archive"}
      """;

  @TempDir static Path folder;
  private static TestHub hub;

  @BeforeAll
  static void start() throws Exception {
    hub = TestHub.start(folder, ROUTES, TestHub.githubSecret());
  }

  @AfterAll
  static void stop() {
    hub.close();
  }

  @Test
  void everyRealPayloadIsDeliveredOnce() throws Exception {
    Path samples = TestHub.ROOT.resolve("../shared/samples/github");
    assumeTrue(Files.isDirectory(samples));
    Map<String, byte[]> payloads = new HashMap<>();
    try (Stream<Path> files = Files.list(samples)) {
      for (Path file : files.filter(it -> it.toString().endsWith(".json")).toList()) {
        payloads.put(file.getFileName().toString(), Files.readAllBytes(file));
      }
    }
    deliveredOnce(payloads);
  }

  @Test
  void textsThatAreTornApartAreAcceptedAndDelivered() throws Exception {
    String end = "\"}, \"zen\": \"";
    deliveredOnce(
        Map.of(
            "ping.torn",
            ("{\"repository\": {\"full_name\": \"a/\\ud83d" + end + "\\ude00\"}")
                .getBytes(StandardCharsets.UTF_8),
            "ping.cut", // in the middle of a pair, wherever the title is cut
            ("{\"repository\": {\"full_name\": \"" + "😀".repeat(600) + end + "x\"}")
                .getBytes(StandardCharsets.UTF_8),
            "ping.other",
            ("{\"repository\": {\"full_name\": \"a" + "😀".repeat(600) + end + "x\"}")
                .getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void everySampleOfTheProjectIsDeliveredOnce() throws Exception {
    Map<String, byte[]> payloads = new HashMap<>();
    try (Stream<Path> files = Files.list(TestHub.ROOT.resolve("webhooks/sources/github/samples"))) {
      for (Path file : files.toList()) {
        Map<String, Object> sample = Json.parseObject(Files.readAllBytes(file));
        payloads.put(file.getFileName().toString(), Json.writeBytes(sample.get("body")));
      }
    }
    deliveredOnce(payloads);
  }

  /** Posts each payload, half of them twice as a source's retry would, and finds each once. */
  private static void deliveredOnce(Map<String, byte[]> payloads) throws Exception {
    assertThat(payloads).isNotEmpty();
    Set<String> ids = new HashSet<>();
    int posted = 0;
    for (Map.Entry<String, byte[]> payload : payloads.entrySet()) {
      String event = payload.getKey().substring(0, payload.getKey().indexOf('.'));
      String id = UUID.randomUUID().toString();
      HttpResponse<String> answer = hub.post(event, id, payload.getValue());
      if (posted++ % 2 == 0) {
        assertThat(hub.post(event, id, payload.getValue()).statusCode())
            .isEqualTo(answer.statusCode());
      }
      assertThat(answer.statusCode()).as(payload.getKey()).isEqualTo(202);
      assertThat(Json.parseObject(answer.body())).containsEntry("id", id);
      ids.add(id);
    }
    TestHub.await(() -> delivered(ids).size() >= ids.size());
    queuesAreEmpty();
    assertThat(delivered(ids)).containsExactlyInAnyOrderElementsOf(ids);
  }

  private static List<String> delivered(Set<String> ids) {
    List<String> delivered = new ArrayList<>();
    for (Inbox.Arrival arrival : hub.inbox("splunk")) {
      Object id = Json.parseObject(arrival.text()).get("id");
      if (ids.contains(id)) {
        delivered.add(id.toString());
      }
    }
    return delivered;
  }

  /**
   * A retry that came while the first was under way waits for the end of that one's lease, counted
   * from whenever it was told so.
   */
  private static void queuesAreEmpty() {
    try (AwsClients aws = new AwsClients(hub.hub())) {
      TestHub.await(
          () -> {
            hub.hub().clock().advance(Duration.ofSeconds(10));
            return aws.waiting("patchbay-splunk") == 0;
          });
    }
  }

  @Test
  void aPushBecomesAMessageAnSmsAndAFile() throws Exception {
    byte[] push =
        """
        {"ref": "refs/heads/main", "compare": "https://github.com/acme/everyone/compare/1...2",
         "repository": {"full_name": "acme/everyone", "html_url": "https://github.com/acme/everyone"},
         "commits": [{"id": "2", "message": "hello <!channel> & all"}],
         "head_commit": {"id": "2", "message": "hello <!channel> & all", "timestamp": "2026-11-02T10:15:00Z"},
         "pusher": {"name": "mira"}, "sender": {"login": "mira"}}\
        """
            .getBytes(StandardCharsets.UTF_8);
    String id = UUID.randomUUID().toString();
    assertThat(hub.post("push", id, push).statusCode()).isEqualTo(202);
    TestHub.await(
        () ->
            hub.inbox("slack").size() == 1
                && hub.inbox("twilio").size() == 1
                && hub.inbox("box").size() == 1);

    assertThat(hub.inbox("slack").getFirst().text())
        .contains("hello &lt;!channel&gt; &amp; all")
        .contains("<https://github.com/acme/everyone/compare/1...2|open>");
    assertThat(hub.inbox("twilio").getFirst().text()).contains("hello <!channel> & all");
    assertThat(hub.inbox("box").getFirst().name()).contains(id);
    assertThat(Json.parseObject(hub.inbox("box").getFirst().text())).containsEntry("id", id);

    Map<String, Object> trace = traceOf("github/default/" + id, 4);
    assertThat(trace).containsEntry("type", "push");
    assertThat(trace.get("trace").toString()).matches("[0-9a-f]{32}");
    assertThat((List<?>) trace.get("deliveries"))
        .allSatisfy(
            delivery -> assertThat(Json.object(delivery)).containsEntry("state", "delivered"));
  }

  private static Map<String, Object> traceOf(String event, int deliveries) {
    try (HubView view = new HubView(Running.at(hub.hub()))) {
      TestHub.await(
          () ->
              view.trace(event)
                  .map(trace -> (List<?>) trace.get("deliveries"))
                  .filter(all -> all.size() == deliveries)
                  .filter(
                      all ->
                          all.stream()
                              .allMatch(it -> "delivered".equals(Json.object(it).get("state"))))
                  .isPresent());
      return view.trace(event).orElseThrow();
    }
  }

  @Test
  void aLargePayloadGoesByTheBucketAndKeepsItsShape() throws Exception {
    String pad = "x".repeat(1_500_000);
    byte[] push =
        Json.writeBytes(
            Map.of(
                "ref",
                "refs/heads/main",
                "pad",
                pad,
                "repository",
                Map.of("full_name", "acme/large")));
    String id = UUID.randomUUID().toString();
    assertThat(hub.post("push", id, push).statusCode()).isEqualTo(202);
    TestHub.await(() -> delivered(Set.of(id)).size() == 1);
    Map<String, Object> indexed =
        hub.inbox("splunk").stream()
            .map(arrival -> Json.parseObject(arrival.text()))
            .filter(event -> id.equals(event.get("id")))
            .findFirst()
            .orElseThrow();
    assertThat(indexed).containsKey("dataRef");
    assertThat(Json.object(indexed.get("data"))).containsKey("repository");
    assertThat(Json.object(indexed.get("dataRef"))).containsEntry("size", push.length);
  }

  @Test
  void sixMegabytesArriveWholeAtTheConnector() throws Exception {
    String pad = "x".repeat(6_000_000);
    byte[] push =
        Json.writeBytes(Map.of("pad", pad, "repository", Map.of("full_name", "acme/archive")));
    String id = UUID.randomUUID().toString();
    assertThat(hub.post("push", id, push).statusCode()).isEqualTo(202);
    TestHub.await(() -> file(id) != null);
    Map<String, Object> written = Json.parseObject(file(id));
    assertThat(Json.object(written.get("data"))).containsEntry("pad", pad);
  }

  private static String file(String id) {
    return hub.inbox("box").stream()
        .map(Inbox.Arrival::text)
        .filter(text -> text.contains(id))
        .findFirst()
        .orElse(null);
  }

  @Test
  void refusesWithTheRightStatusAndSaysNothingOfWhy() throws Exception {
    byte[] body = "{\"zen\": \"Keep it logically awesome.\"}".getBytes(StandardCharsets.UTF_8);
    byte[] noJson = "zen".getBytes(StandardCharsets.UTF_8);
    String url = hub.hub().webhooksUrl();
    assertThat(TestHub.post(url + "/github", "ping", "1", body, null).statusCode()).isEqualTo(401);
    HttpResponse<String> wrong =
        TestHub.post(url + "/github", "ping", "2", body, TestHub.sign(noJson));
    assertThat(wrong.statusCode()).isEqualTo(401);
    assertThat(wrong.body()).doesNotContainIgnoringCase("signature").doesNotContain("Exception");
    assertThat(
            TestHub.post(url + "/github", "ping", "3", noJson, TestHub.sign(noJson)).statusCode())
        .isEqualTo(400);
    assertThat(TestHub.post(url + "/nosuch", "ping", "4", body, TestHub.sign(body)).statusCode())
        .isEqualTo(404);
    assertThat(
            TestHub.post(url + "/github/nosuch", "ping", "5", body, TestHub.sign(body))
                .statusCode())
        .isEqualTo(404);
    byte[] large = "x".repeat(6_200_000).getBytes(StandardCharsets.UTF_8);
    assertThat(TestHub.post(url + "/github", "ping", "6", large, TestHub.sign(large)).statusCode())
        .isEqualTo(413);
    byte[] larger = "x".repeat(7_000_000).getBytes(StandardCharsets.UTF_8);
    assertThat(
            TestHub.post(url + "/github", "ping", "7", larger, TestHub.sign(larger)).statusCode())
        .as("more than Lambda takes, which the function does not see")
        .isEqualTo(413);
    try (HubView view = new HubView(Running.at(hub.hub()))) {
      TestHub.await(() -> view.refusals(100).size() >= 6);
      assertThat(
              view.refusals(100).stream()
                  .map(refusal -> String.valueOf(refusal.get("cause")))
                  .distinct())
          .hasSizeGreaterThanOrEqualTo(5);
      assertThat(view.refusals(100))
          .anySatisfy(
              refusal ->
                  assertThat(Json.object(refusal.get("headers")))
                      .containsEntry("x-github-delivery", "2")
                      .containsEntry("x-hub-signature-256", "***"));
    }
  }
}
