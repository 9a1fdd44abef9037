package dev.patchbay.connectors.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.patchbay.connectors.spi.Outcome;
import dev.patchbay.connectors.spi.Sender;
import dev.patchbay.connectors.testkit.Entries;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Senders whose receiver is the user's own, with the authentication that their secret holds. */
@ParameterizedClass(name = "{0}")
@ValueSource(strings = {"webhook", "cloudevents"})
class ReceiverAuthTest {
  private static final String CLIENT = "Basic bWU6a2V5"; // me:key

  private final String connector;
  private final AtomicInteger issued = new AtomicInteger();
  private final Set<String> valid = ConcurrentHashMap.newKeySet();
  private final List<Map<String, List<String>>> calls = new ArrayList<>();
  private HttpServer server;

  ReceiverAuthTest(String connector) {
    this.connector = connector;
  }

  /** Tokens for one client, and a receiver that takes those that are still valid. */
  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/token",
        exchange -> {
          boolean known = CLIENT.equals(exchange.getRequestHeaders().getFirst("Authorization"));
          String token = "token-" + issued.incrementAndGet();
          valid.add("Bearer " + token);
          byte[] body =
              (known
                      ? "{\"access_token\": \"" + token + "\", \"expires_in\": 3600}"
                      : "{\"error\": \"invalid_client\"}")
                  .getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(known ? 200 : 401, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.createContext(
        "/oauth",
        exchange -> {
          calls.add(Map.copyOf(exchange.getRequestHeaders()));
          String shown = exchange.getRequestHeaders().getFirst("Authorization");
          exchange.sendResponseHeaders(shown != null && valid.contains(shown) ? 200 : 401, -1);
          exchange.close();
        });
    server.createContext(
        "/any",
        exchange -> {
          calls.add(Map.copyOf(exchange.getRequestHeaders()));
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private Sender sender(String path, Map<String, Object> fields) {
    String url = "http://127.0.0.1:" + server.getAddress().getPort();
    Map<String, Object> secret = new LinkedHashMap<>(fields);
    secret.put("baseUrl", url + path);
    secret.computeIfPresent("tokenUrl", (_, tokens) -> url + tokens);
    Transport transport = new Transport(Duration.ofSeconds(5), Duration.ofSeconds(5));
    return new HttpConnector(
            connector, transport, (_, _, _) -> true, Clock.systemUTC(), "eu-west-1")
        .connect(Entries.connection(connector, secret));
  }

  private Outcome send(Sender sender) {
    return sender.send(Entries.delivery(connector, Deliveries.event(), Map.of()));
  }

  private static Map<String, Object> fields(String written) {
    Map<String, Object> fields = new LinkedHashMap<>();
    for (String field : written.isEmpty() ? new String[0] : written.split(" ")) {
      fields.put(field.substring(0, field.indexOf('=')), field.substring(field.indexOf('=') + 1));
    }
    return fields;
  }

  @ParameterizedTest
  @CsvSource({
    "'', Authorization, ",
    "token=t, Authorization, Bearer t",
    "username=u password=p, Authorization, Basic dTpw",
    "headerName=X-Key headerValue=k, X-key, k",
    "tokenUrl=/token clientId=me clientSecret=key, Authorization, Bearer token-1",
    "token=t headerName=X-Key headerValue=k, Authorization, Bearer t"
  })
  void showsWhatTheSecretHolds(String secret, String header, String value) {
    assertThat(send(sender("/any", fields(secret)))).isInstanceOf(Outcome.Delivered.class);
    assertThat(calls.getFirst().getOrDefault(header, List.of()))
        .isEqualTo(value == null ? List.of() : List.of(value));
    assertThat(calls.getFirst()).doesNotContainKey("Webhook-signature");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "token=t"})
  void signsBesideWhatElseItShows(String more) {
    Map<String, Object> secret = fields(more);
    secret.put("signingSecret", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
    assertThat(send(sender("/any", secret))).isInstanceOf(Outcome.Delivered.class);
    assertThat(calls.getFirst())
        .containsKeys("Webhook-signature", "Webhook-id", "Webhook-timestamp");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "token=t username=u password=p",
        "token=t tokenUrl=/token clientId=me clientSecret=key",
        "token=t headerName=authorization headerValue=k",
        "tokenUrl=/token clientId=me",
        "clientSecret=key"
      })
  void doesNotGuessWhatAHalfOrADoubleSecretMeans(String secret) {
    assertThat(send(sender("/any", fields(secret)))).isInstanceOf(Outcome.Misconfigured.class);
    assertThat(calls).isEmpty();
  }

  private static final String OAUTH = "tokenUrl=/token clientId=me clientSecret=";

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void keepsATokenAndGetsAnotherOnceWhereItHasExpired(int before) {
    Sender sender = sender("/oauth", fields(OAUTH + "key"));
    for (int i = 0; i < before; i++) {
      assertThat(send(sender)).isInstanceOf(Outcome.Delivered.class);
    }
    assertThat(issued).hasValue(1);
    valid.clear();
    assertThat(send(sender)).isInstanceOf(Outcome.Delivered.class);
    assertThat(issued).hasValue(2);
    assertThat(calls).hasSize(before + 2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"another", "s3cr:et"})
  void knowsAClientSecretThatIsWrongForWhatItIs(String wrong) {
    Outcome outcome = send(sender("/oauth", fields(OAUTH + wrong)));
    assertThat(outcome).isInstanceOf(Outcome.Misconfigured.class);
    assertThat(outcome.toString()).doesNotContain(wrong);
    assertThat(calls).isEmpty();
  }
}
