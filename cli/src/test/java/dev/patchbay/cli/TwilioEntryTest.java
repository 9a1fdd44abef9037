package dev.patchbay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.patchbay.core.catalog.CatalogFile;
import dev.patchbay.core.json.Json;
import dev.patchbay.local.aws.iam.Permissions;
import dev.patchbay.local.sandbox.Faults;
import dev.patchbay.local.sandbox.Inbox;
import dev.patchbay.local.sandbox.Proofs;
import dev.patchbay.local.sandbox.Sandbox;
import dev.patchbay.local.store.Store;
import dev.patchbay.router.reading.Routes;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What Twilio's catalog entry holds routes to, and its stand-in, which answers as Twilio does to
 * test credentials (https://www.twilio.com/docs/iam/test-credentials).
 */
final class TwilioEntryTest {
  private static final String ACCOUNT = "/sandbox/twilio/2010-04-01/Accounts/AC1/";
  private static final Map<String, Object> SECRET =
      Map.of("accountSid", "AC1", "authToken", "t0ken");

  @TempDir static Path folder;
  private static CatalogFile catalog;
  private static Store store;
  private static Inbox inbox;
  private static HttpServer server;

  @BeforeAll
  static void start() throws Exception {
    String entry = Files.readString(TestHub.ROOT.resolve("connectors/twilio/entry.json"));
    String source = Files.readString(TestHub.ROOT.resolve("webhooks/sources/github/entry.json"));
    catalog =
        CatalogFile.read(
            Files.writeString(
                folder.resolve("catalog.json"),
                "{\"sources\": {\"github\": %s}, \"connectors\": {\"twilio\": %s}}"
                    .formatted(source, entry)));
    store = Store.open(folder.resolve("store.db"));
    inbox = new Inbox(store);
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        Sandbox.PATH,
        new Sandbox(
            catalog,
            _ -> SECRET,
            inbox,
            new Faults(Instant::now),
            new Proofs(new Permissions(), InstantSource.system()),
            () -> Instant.parse("2026-11-23T10:00:00Z")));
    server.start();
  }

  @AfterAll
  static void stop() {
    server.stop(0);
    store.close();
  }

  private static List<String> problems(String parameters) {
    String routes =
        """
        routes:
          - name: a-route
            when: {source: [github]}
            deliver: [twilio: {%s}]
        """;
    return Routes.parse("routes.yaml", routes.formatted(parameters), catalog).problems().stream()
        .map(Object::toString)
        .toList();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "to: \"+14155550199\"",
        "to: \"{{ data.phone }}\", text: \"{{ title }}\", maxSegments: 2",
        "to: \"whatsapp:+14155550199\", contentSid: HX00000000000000000000000000000000,"
            + " contentVariables: {\"1\": \"{{ title }}\"}",
        "to: \"+14155550199\", mediaUrl: \"https://example.com/1.png\", from: ACME",
        "to: \"+14155550199\", mediaUrl: [\"https://example.com/1.png\"], from: \"12345\"",
        "to: \"+14155550199\", from: MG00000000000000000000000000000000",
        "to: \"sip:ops@example.com\", call: true, voice: Polly.Amy-Neural, language: en-GB"
      })
  void takesWhatTwilioTakes(String parameters) {
    assertThat(problems(parameters)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "text: hi",
        "to: \"0170 1234567\"",
        "to: \"+1 (415) 555-0199\"",
        "to: \"+14155550199\", from: \"+1 415\"",
        "to: \"+14155550199\", from: \"much too long a name\"",
        "to: \"+14155550199\", maxSegments: 0",
        "to: \"+14155550199\", maxSegments: 100",
        "to: \"+14155550199\", maxSegments: two",
        "to: \"+14155550199\", contentSid: hello",
        "to: \"+14155550199\", contentVariables: [1]",
        "to: \"+14155550199\", call: maybe",
        "to: \"+14155550199\", voice: \"<Dial>\"",
        "to: \"+14155550199\", language: \"English, please\"",
        "to: \"+14155550199\", mediaUrl: {a: b}",
        "to: \"+14155550199\", mediaUrls: [a]"
      })
  void refusesWhatTwilioWouldRefuse(String parameters) {
    assertThat(problems(parameters)).isNotEmpty();
  }

  private static HttpResponse<String> call(String method, String path, String form, String token)
      throws Exception {
    String credentials = Base64.getEncoder().encodeToString(("AC1:" + token).getBytes());
    HttpRequest request =
        HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path))
            .header("Authorization", "Basic " + credentials)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .method(method, HttpRequest.BodyPublishers.ofString(form))
            .build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(request, HttpResponse.BodyHandlers.ofString());
    }
  }

  private static Map<String, Object> post(String resource, String to, String from, String more)
      throws Exception {
    Map<String, String> form = new LinkedHashMap<>(Map.of("To", to, "From", from));
    for (String field : more.split(" ")) {
      form.put(field.split("=", 2)[0], field.split("=", 2)[1]);
    }
    form.values().removeIf(String::isEmpty);
    HttpResponse<String> answer =
        call("POST", ACCOUNT + resource + ".json", encoded(form), "t0ken");
    Map<String, Object> body = new LinkedHashMap<>(Json.parseObject(answer.body()));
    body.put("http", answer.statusCode());
    return body;
  }

  private static String encoded(Map<String, String> form) {
    return form.entrySet().stream()
        .map(it -> it.getKey() + "=" + URLEncoder.encode(it.getValue(), StandardCharsets.UTF_8))
        .collect(Collectors.joining("&"));
  }

  @ParameterizedTest
  @CsvSource({
    "+15005550001, +15005550006, Body=x, 21211",
    "+15005550002, +15005550006, Body=x, 21612",
    "+15005550003, +15005550006, Body=x, 21408",
    "+15005550004, +15005550006, Body=x, 21610",
    "+15005550009, +15005550006, Body=x, 21614",
    "+14155550199, +15005550001, Body=x, 21212",
    "+14155550199, +15005550007, Body=x, 21606",
    "+14155550199, +15005550008, Body=x, 21611",
    "4155550199, +15005550006, Body=x, 21211",
    "'', +15005550006, Body=x, 21604",
    "+14155550199, '', Body=x, 21603",
    "+14155550199, +15005550006, Body=, 21602",
    "whatsapp:+14155550199, +15005550006, Body=x, 21910",
    "+14155550199, '', MessagingServiceSid=MG1 Body=x, 21705",
    "+14155550199, +15005550006, MediaUrl=ftp://x Body=x, 21620",
    "+14155550199, +15005550006, ContentSid=x, 21655",
    "+14155550199, +15005550006, StatusCallback=http://localhost:8080/x Body=x, 21609"
  })
  void theStandInRefusesAMessageAsTwilioDoes(String to, String from, String more, int code)
      throws Exception {
    assertThat(post("Messages", to, from, more))
        .containsEntry("http", 400)
        .containsEntry("status", 400)
        .containsEntry("code", code)
        .containsEntry("more_info", "https://www.twilio.com/docs/errors/" + code);
  }

  @ParameterizedTest
  @CsvSource({
    "+15005550001, +15005550006, 21217",
    "+15005550002, +15005550006, 21214",
    "+15005550003, +15005550006, 21215",
    "+15005550004, +15005550006, 21216",
    "+14155550199, +15005550001, 21212",
    "'', +15005550006, 21201",
    "+14155550199, '', 21213"
  })
  void theStandInRefusesACallAsTwilioDoes(String to, String from, int code) throws Exception {
    assertThat(post("Calls", to, from, "Twiml=<Response><Say>x</Say></Response>"))
        .containsEntry("http", 400)
        .containsEntry("code", code);
  }

  @Test
  void theStandInWantsCredentialsForAllThatItDoes() throws Exception {
    for (String resource : List.of("Messages", "Calls")) {
      for (String method : List.of("GET", "POST")) {
        HttpResponse<String> answer = call(method, ACCOUNT + resource + ".json", "", "wrong");
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(Json.parseObject(answer.body())).containsEntry("code", 20003);
      }
    }
    String other = ACCOUNT.replace("AC1", "AC2");
    assertThat(call("GET", other + "Messages.json", "", "t0ken").statusCode()).isEqualTo(404);
  }

  @Test
  void theStandInListsWhatItTook() throws Exception {
    Map<String, Object> message = post("Messages", "+14155550123", "+15005550006", "Body=hello");
    Map<String, Object> call =
        post(
            "Calls",
            "+14155550123",
            "+15005550006",
            "Twiml=<Response><Say>a&amp;b</Say></Response>");
    assertThat(message).containsEntry("http", 201).containsEntry("status", "queued");
    String query = "?To=%2B14155550123&PageSize=200";
    Map<String, Object> messages =
        Json.parseObject(call("GET", ACCOUNT + "Messages.json" + query, "", "t0ken").body());
    assertThat((List<?>) messages.get("messages"))
        .singleElement()
        .satisfies(
            one ->
                assertThat(Json.object(one))
                    .containsEntry("sid", message.get("sid"))
                    .containsEntry("body", "hello")
                    .containsEntry("from", "+15005550006")
                    .containsEntry("date_created", "Mon, 23 Nov 2026 10:00:00 +0000"));
    Map<String, Object> calls =
        Json.parseObject(call("GET", ACCOUNT + "Calls.json" + query, "", "t0ken").body());
    assertThat((List<?>) calls.get("calls"))
        .singleElement()
        .satisfies(one -> assertThat(Json.object(one)).containsEntry("sid", call.get("sid")));
    assertThat(inbox.after(0, 10)).anyMatch(line -> "call: a&b".equals(line.text()));
    String nobody = ACCOUNT + "Messages.json?To=%2B14155550000";
    assertThat((List<?>) Json.parseObject(call("GET", nobody, "", "t0ken").body()).get("messages"))
        .isEmpty();
  }
}
