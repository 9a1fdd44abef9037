package dev.patchbay.connectors.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.standardwebhooks.Webhook;
import com.sun.net.httpserver.HttpServer;
import dev.patchbay.connectors.spi.Connection;
import dev.patchbay.connectors.spi.Delivery;
import dev.patchbay.connectors.spi.Outcome;
import dev.patchbay.connectors.spi.Sender;
import dev.patchbay.connectors.spi.Turns;
import dev.patchbay.core.secret.Secret;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Ways to show who sends a request. */
class AuthTest {
  private final AtomicInteger tokens = new AtomicInteger();
  private final AtomicInteger calls = new AtomicInteger();
  private final Map<String, String> got = new LinkedHashMap<>();
  private IntFunction<Integer> status = _ -> 200;
  private String tokenAnswer = "{\"access_token\":\"t%d\",\"expires_in\":3600}";
  private int tokenStatus = 200;
  private Supplier<String> answer = () -> "";
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/token",
        exchange -> {
          got.put(
              "token body",
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
          got.put("token authorization", exchange.getRequestHeaders().getFirst("Authorization"));
          byte[] body =
              tokenAnswer.formatted(tokens.incrementAndGet()).getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(tokenStatus, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.createContext(
        "/call",
        exchange -> {
          exchange
              .getRequestHeaders()
              .forEach(
                  (name, values) ->
                      got.put(name.toLowerCase(java.util.Locale.ROOT), values.getFirst()));
          got.put(
              "body", new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
          got.put("query", String.valueOf(exchange.getRequestURI().getRawQuery()));
          byte[] said = answer.get().getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(
              status.apply(calls.incrementAndGet()), said.length == 0 ? -1 : said.length);
          exchange.getResponseBody().write(said);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  private Sender sender(String auth, Map<String, Object> secret) {
    return sender(auth, secret, Duration.ofSeconds(5));
  }

  private Sender sender(String auth, Map<String, Object> secret, Duration answer) {
    Map<String, Object> fields = new LinkedHashMap<>(secret);
    fields.put("baseUrl", url());
    var entry =
        Deliveries.entry(
            "unsafe",
            "{\"path\": \"/call\", \"body\": {\"id\": \"{{ id }}\"}, \"auth\": " + auth + "}");
    return new HttpConnector(
            "x",
            new Transport(Duration.ofSeconds(5), answer),
            (_, _, _) -> true,
            Clock.systemUTC(),
            "eu-west-1")
        .connect(
            new Connection(
                new Secret("patchbay/connectors/x", "", fields), entry, Deliveries.memory()));
  }

  private static Outcome send(Sender sender) {
    return sender.send(
        new Delivery("marker", "a-route", Deliveries.event(), Map.of(), () -> new byte[0]));
  }

  private Outcome send(String auth, Map<String, Object> secret) {
    return send(sender(auth, secret));
  }

  @Test
  void showsTokensPasswordsAndKeys() {
    send("{\"type\": \"bearer\", \"value\": \"{{ secret.token }}\"}", Map.of("token", "abc"));
    assertThat(got).containsEntry("authorization", "Bearer abc");
    send(
        "{\"type\": \"basic\", \"username\": \"{{ secret.u }}\", \"password\": \"{{ secret.p }}\"}",
        Map.of("u", "Aladdin", "p", "open sesame"));
    assertThat(got)
        .containsEntry("authorization", "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ=="); // RFC 7617, 2
    send(
        "{\"type\": \"header\", \"name\": \"X-Key\", \"value\": \"{{ secret.k }}\"}",
        Map.of("k", "kk"));
    assertThat(got).containsEntry("x-key", "kk");
    send(
        "{\"type\": \"query\", \"name\": \"key\", \"value\": \"{{ secret.k }}\"}",
        Map.of("k", "a b&c"));
    assertThat(got).containsEntry("query", "key=a%20b%26c");
  }

  private static final String OAUTH =
      "{\"type\": \"oauth2\", \"tokenUrl\": \"{{ secret.baseUrl }}/token\", \"username\": \"{{"
          + " secret.id }}\", \"password\": \"{{ secret.key }}\", \"scope\": \"write all\"}";
  private static final Map<String, Object> CLIENT = Map.of("id", "me", "key", "s3cr:et");

  @ParameterizedTest
  @CsvSource({
    "'{\"type\": \"basic\", \"username\": \"{{ secret.id }}\", \"password\": \"{{ secret.key"
        + " }}\"}'",
    "'{\"type\": \"bearer\", \"value\": \"{{ secret.key }}\"}'",
    "''"
  })
  void quotesNothingThatItShowed(String auth) {
    answer = () -> "no access with " + got.get("authorization");
    status = _ -> 403;
    Sender sender =
        sender(
            (auth.isEmpty() ? OAUTH : auth)
                + ", \"outcomes\": [{\"when\": \"status = 403\", \"outcome\": \"misconfigured\","
                + " \"reason\": \"{{ body }}\"}]",
            CLIENT);
    assertThat(send(sender).toString()).containsPattern("no access with (Bearer|Basic) \\*\\*\\*]");
  }

  @Test
  void getsATokenOnceAndKeepsIt() {
    Sender sender = sender(OAUTH, CLIENT);
    assertThat(send(sender)).isInstanceOf(Outcome.Delivered.class);
    assertThat(send(sender)).isInstanceOf(Outcome.Delivered.class);
    assertThat(tokens).hasValue(1);
    assertThat(got)
        .containsEntry("authorization", "Bearer t1")
        .containsEntry("token body", "grant_type=client_credentials&scope=write%20all")
        .containsEntry("token authorization", "Basic bWU6czNjciUzQWV0");
  }

  @Test
  void getsAnotherTokenOnceWhereItIsRefused() {
    status = call -> call == 2 ? 401 : 200;
    Sender sender = sender(OAUTH, CLIENT);
    send(sender);
    assertThat(send(sender)).isInstanceOf(Outcome.Delivered.class);
    assertThat(tokens).hasValue(2);
    status = _ -> 401;
    assertThat(send(sender)).isInstanceOf(Outcome.Misconfigured.class);
    assertThat(calls).hasValue(5);
  }

  @Test
  void theCallWithAnotherTokenTakesATurnOfTheRateAndTheTokenNone() {
    status = call -> call == 1 ? 401 : 200;
    AtomicInteger turns = new AtomicInteger();
    Sender sender = sender(OAUTH, CLIENT);
    assertThat(Turns.of(() -> turns.incrementAndGet() > 0, () -> send(sender)))
        .isInstanceOf(Outcome.Delivered.class);
    assertThat(turns).hasValue(1);
    assertThat(tokens).hasValue(2);

    status = _ -> 401;
    assertThat(Turns.of(() -> false, () -> send(sender))).isEqualTo(Turns.none());
    assertThat(calls).hasValue(3);
  }

  @Test
  void aTokenServerThatSaysNothingIsWaitedForOnceAndForHalfOfTheTime() throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      AtomicInteger connections = new AtomicInteger();
      threads.submit(
          () -> {
            while (true) {
              silent.accept();
              connections.incrementAndGet();
            }
          });
      Map<String, Object> secret = new LinkedHashMap<>(CLIENT);
      secret.put("tokens", "http://127.0.0.1:" + silent.getLocalPort());
      Sender sender =
          sender(OAUTH.replace("secret.baseUrl", "secret.tokens"), secret, Duration.ofMillis(1000));
      List<Future<Outcome>> outcomes = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        outcomes.add(threads.submit(() -> send(sender)));
      }
      for (Future<Outcome> outcome : outcomes) {
        assertThat(outcome.get())
            .isEqualTo(new Outcome.Retry("token: no answer within 0.5 s", true));
      }
      assertThat(connections).hasValue(1);
    }
  }

  @Test
  void getsAnotherTokenBeforeItEnds() {
    tokenAnswer = "{\"access_token\":\"t%d\",\"expires_in\":30}";
    Sender sender = sender(OAUTH, CLIENT);
    send(sender);
    send(sender);
    assertThat(tokens).hasValue(2);
  }

  @Test
  void sendsNothingWithoutAToken() {
    tokenStatus = 400;
    assertThat(send(OAUTH, CLIENT)).isInstanceOf(Outcome.Misconfigured.class);
    tokenStatus = 503;
    assertThat(send(OAUTH, CLIENT)).isInstanceOf(Outcome.Retry.class);
    tokenStatus = 200;
    tokenAnswer = "<html>%d";
    assertThat(send(OAUTH, CLIENT)).isInstanceOf(Outcome.Misconfigured.class);
    assertThat(send(OAUTH, Map.of("id", "me"))).isInstanceOf(Outcome.Misconfigured.class);
    assertThat(calls).hasValue(0);
  }

  @Test
  void signsAsTheStandardWebhooksLibraryVerifies() throws Exception {
    String secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    send("{\"type\": \"standard-webhooks\", \"value\": \"{{ secret.s }}\"}", Map.of("s", secret));
    HttpHeaders headers =
        HttpHeaders.of(
            Map.of(
                "webhook-id", List.of(got.get("webhook-id")),
                "webhook-timestamp", List.of(got.get("webhook-timestamp")),
                "webhook-signature", List.of(got.get("webhook-signature"))),
            (_, _) -> true);
    new Webhook(secret).verify(got.get("body"), headers); // throws where it does not hold
    assertThat(got).containsEntry("webhook-id", "msg_marker");
    assertThat(
            send(
                "{\"type\": \"standard-webhooks\", \"value\": \"{{ secret.s }}\"}",
                Map.of("s", "whsec_no base64!")))
        .isInstanceOf(Outcome.Misconfigured.class);
  }

  @Test
  void signsWithEachSecretWhileOneTakesThePlaceOfAnother() throws Exception {
    List<String> secrets =
        List.of("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD");
    send(
        "{\"type\": \"standard-webhooks\", \"value\": \"{{ secret.s }}\"}",
        Map.of("s", String.join(" ", secrets)));
    HttpHeaders headers =
        HttpHeaders.of(
            Map.of(
                "webhook-id", List.of(got.get("webhook-id")),
                "webhook-timestamp", List.of(got.get("webhook-timestamp")),
                "webhook-signature", List.of(got.get("webhook-signature"))),
            (_, _) -> true);
    for (String secret : secrets) {
      new Webhook(secret).verify(got.get("body"), headers);
    }
    assertThat(got.get("webhook-signature")).matches("v1,\\S+ v1,\\S+");
  }

  @Test
  void signsForAwsWithTheKeyOfTheSecret() {
    send(
        "{\"type\": \"aws\", \"service\": \"es\", \"region\": \"eu-west-1\", \"username\": \"{{"
            + " secret.a }}\", \"password\": \"{{ secret.b }}\"}",
        Map.of("a", "AKIDEXAMPLE", "b", "key"));
    assertThat(got.get("authorization"))
        .startsWith("AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/")
        .contains("/eu-west-1/es/aws4_request, SignedHeaders=")
        .contains("host")
        .contains("Signature=");
  }
}
