package dev.patchbay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.patchbay.cli.hub.HubView;
import dev.patchbay.cli.hub.Running;
import dev.patchbay.core.json.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Twilio's word on a message, from the callback that the connector asked for to what {@code
 * ./patchbay trace} shows, by the real template, rules and functions.
 */
final class StatusCallbackTest {
  private static final String PUBLIC = "https://hooks.example.com";
  private static final String AUTH_TOKEN = "0123456789abcdef0123456789abcdef";
  private static final String ROUTES =
      """
      routes:
        - name: on-call
          when: {source: [github], type: [push]}
          deliver:
            - twilio: {to: "+14155550199", text: "one {{ id }}"}
            - twilio: {to: "+14155550198", text: "two {{ id }}"}
      """;

  /** Callback by the message's text. */
  private static final Map<String, String> CALLBACKS = new ConcurrentHashMap<>();

  @TempDir static Path folder;
  private static HttpServer twilio;
  private static TestHub hub;

  @BeforeAll
  static void start() throws Exception {
    twilio = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    twilio.createContext("/", StatusCallbackTest::accept);
    twilio.start();
    Map<String, Object> secrets = new HashMap<>(TestHub.githubSecret());
    secrets.put("patchbay/sources/twilio", Map.of("authToken", AUTH_TOKEN));
    secrets.put(
        "patchbay/connectors/twilio",
        Map.of(
            "accountSid",
            "AC1",
            "authToken",
            AUTH_TOKEN,
            "rate",
            "none",
            "baseUrl",
            "http://127.0.0.1:" + twilio.getAddress().getPort()));
    hub = TestHub.start(folder, ROUTES, secrets, Map.of("PublicUrl", PUBLIC));
  }

  @AfterAll
  static void stop() {
    hub.close();
    twilio.stop(0);
  }

  /** A message's sid is made of its text. */
  private static void accept(HttpExchange exchange) throws IOException {
    try (exchange) {
      String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      Map<String, String> form = new HashMap<>();
      for (String field : body.split("&")) {
        String[] pair = field.split("=", 2);
        form.put(pair[0], URLDecoder.decode(pair[1], StandardCharsets.UTF_8));
      }
      CALLBACKS.put(form.get("Body"), form.get("StatusCallback"));
      byte[] answer = Json.writeBytes(Map.of("sid", sid(form.get("Body")), "status", "queued"));
      exchange.sendResponseHeaders(201, answer.length);
      exchange.getResponseBody().write(answer);
    }
  }

  private static String sid(String text) {
    return "SM" + text.replaceAll("[^0-9a-z]", "");
  }

  /** Calls back as Twilio does: https://www.twilio.com/docs/usage/security#validating-requests. */
  private static int callBack(String text, String status, String error, String token)
      throws Exception {
    String url = CALLBACKS.get(text);
    assertThat(url).startsWith(PUBLIC + "/webhooks/twilio?event=");
    Map<String, String> form = new TreeMap<>();
    form.put("MessageSid", sid(text));
    form.put("SmsSid", sid(text));
    form.put("MessageStatus", status);
    form.put("SmsStatus", status);
    form.put("From", "+15005550006");
    form.put("To", "+14155550199");
    if (error != null) {
      form.put("ErrorCode", error);
    }
    String here = hub.hub().webhooksUrl().replaceFirst("/webhooks$", "");
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url.replace(PUBLIC, here)))
            .header("Content-Type", "application/x-www-form-urlencoded; charset=UTF-8")
            .header("X-Twilio-Signature", signature(url, form, token))
            .header("I-Twilio-Idempotency-Token", UUID.randomUUID().toString())
            .POST(HttpRequest.BodyPublishers.ofString(encoded(form)))
            .build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    }
  }

  private static String encoded(Map<String, String> form) {
    return form.entrySet().stream()
        .map(it -> it.getKey() + "=" + URLEncoder.encode(it.getValue(), StandardCharsets.UTF_8))
        .collect(Collectors.joining("&"));
  }

  private static String signature(String url, Map<String, String> form, String token)
      throws GeneralSecurityException {
    StringBuilder signed = new StringBuilder(url);
    form.forEach((name, value) -> signed.append(name).append(value));
    Mac mac = Mac.getInstance("HmacSHA1");
    mac.init(new SecretKeySpec(token.getBytes(StandardCharsets.UTF_8), "HmacSHA1"));
    return Base64.getEncoder()
        .encodeToString(mac.doFinal(signed.toString().getBytes(StandardCharsets.UTF_8)));
  }

  private static String push() throws Exception {
    return push(UUID.randomUUID().toString());
  }

  private static String push(String id) throws Exception {
    byte[] body = "{\"ref\": \"main\"}".getBytes(StandardCharsets.UTF_8);
    assertThat(hub.post("push", id, body).statusCode()).isEqualTo(202);
    TestHub.await(() -> states(id).equals(List.of("delivered", "delivered")));
    return id;
  }

  private static List<String> states(String id) {
    return deliveries(id).stream().map(delivery -> delivery.get("state").toString()).toList();
  }

  private static List<Map<String, Object>> deliveries(String id) {
    try (HubView view = new HubView(Running.at(hub.hub()))) {
      return view.trace("github/default/" + id).stream()
          .flatMap(trace -> ((List<?>) trace.get("deliveries")).stream())
          .map(Json::object)
          .toList();
    }
  }

  private static String trace(String id) {
    return hub.run("trace", "github/default/" + id);
  }

  @Test
  void showsWhatBecameOfEachMessage() throws Exception {
    String id = push();
    assertThat(callBack("one " + id, "sent", null, AUTH_TOKEN)).isEqualTo(200);
    assertThat(callBack("one " + id, "delivered", null, AUTH_TOKEN)).isEqualTo(200);
    assertThat(callBack("two " + id, "undelivered", "30003", AUTH_TOKEN)).isEqualTo(200);
    TestHub.await(
        () ->
            states(id).equals(List.of("delivered", "undelivered"))
                && trace(id).contains("arrived"));
    assertThat(trace(id))
        .contains("undelivered, 1 attempt, receipt " + sid("two " + id))
        .contains("error 30003: the phone is off or out of reach");

    assertThat(callBack("two " + id, "delivered", null, AUTH_TOKEN)).isEqualTo(200);
    String other = push();
    assertThat(callBack("one " + other, "failed", "30008", AUTH_TOKEN)).isEqualTo(200);
    TestHub.await(() -> states(other).contains("undelivered"));
    assertThat(states(id)).as("a late word").containsExactly("delivered", "undelivered");
  }

  @Test
  void believesNobodyButTwilio() throws Exception {
    String id = push();
    assertThat(callBack("one " + id, "failed", "30008", "f".repeat(32))).isEqualTo(401);
    String twos = CALLBACKS.get("two " + id);
    CALLBACKS.put("one " + id, twos);
    assertThat(callBack("one " + id, "failed", "30008", AUTH_TOKEN))
        .as("signed, and for another message")
        .isEqualTo(200);
    String other = push();
    assertThat(callBack("one " + other, "failed", "30008", AUTH_TOKEN)).isEqualTo(200);
    TestHub.await(() -> states(other).contains("undelivered"));
    assertThat(states(id)).containsExactly("delivered", "delivered");
  }

  @Test
  void knowsAnEventByWhateverIdItHas() throws Exception {
    String id = push("odd id/1 & 50%25 ~*+?#=" + UUID.randomUUID());
    assertThat(callBack("one " + id, "delivered", null, AUTH_TOKEN)).isEqualTo(200);
    TestHub.await(() -> trace(id).contains("arrived"));
  }

  @Test
  void aReplayOfWordsMakesNoDelivery() throws Exception {
    String id = push();
    assertThat(callBack("one " + id, "delivered", null, AUTH_TOKEN)).isEqualTo(200);
    TestHub.await(() -> trace(id).contains("arrived"));
    assertThat(hub.run("replay", "--from", "1h", "--source", "twilio", "--dry-run"))
        .isEqualTo("0 0 deliveries would be made");
  }
}
