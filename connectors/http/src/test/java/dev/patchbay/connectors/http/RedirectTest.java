package dev.patchbay.connectors.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.patchbay.connectors.spi.Outcome;
import dev.patchbay.connectors.spi.Turns;
import dev.patchbay.connectors.testkit.Entries;
import dev.patchbay.core.log.LogLines;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A repository that was renamed. */
class RedirectTest {
  private final List<String> got = new CopyOnWriteArrayList<>();
  private HttpServer server;
  private String location;
  private int status = 307;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          String body =
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
          got.add(
              exchange.getRequestMethod()
                  + " "
                  + exchange.getRequestURI()
                  + " "
                  + exchange.getRequestHeaders().getFirst("Authorization")
                  + " "
                  + body.contains("title"));
          boolean isOld = exchange.getRequestURI().getPath().contains("/old/");
          byte[] answer =
              "{\"number\": 1, \"html_url\": \"https://github.com/a/new/issues/1\"}".getBytes();
          if (isOld) {
            exchange.getResponseHeaders().set("Location", location);
          }
          exchange.sendResponseHeaders(isOld ? status : 201, isOld ? -1 : answer.length);
          if (!isOld) {
            exchange.getResponseBody().write(answer);
          }
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

  private Outcome send() {
    Transport transport = new Transport(Duration.ofSeconds(5), Duration.ofSeconds(5));
    return new HttpConnector(
            "github-issue", transport, (_, _, _) -> true, Clock.systemUTC(), "eu-west-1")
        .connect(Entries.connection("github-issue", Map.of("token", "t0ken", "baseUrl", url())))
        .send(Entries.delivery("github-issue", Deliveries.event(), Map.of("repository", "a/old")));
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 307, 308})
  void isFoundByOneRedirectAndTheLogSaysSo(int moved) {
    status = moved;
    location = "/repositories/7/issues";
    List<Map<String, Object>> lines =
        LogLines.of(
            "what the route names has moved, and is found for now: name it anew",
            () -> assertThat(send()).isInstanceOf(Outcome.Delivered.class));
    assertThat(lines).hasSize(1);
    assertThat(got)
        .containsExactly(
            "POST /repos/a/old/issues Bearer t0ken true",
            "POST /repositories/7/issues Bearer t0ken true");
  }

  @Test
  void takesATurnOfTheRateAndIsNotFollowedWithoutOne() {
    location = "/repositories/7/issues";
    AtomicInteger turns = new AtomicInteger();
    Outcome followed = Turns.of(() -> turns.incrementAndGet() > 0, this::send);
    assertThat(followed).isInstanceOf(Outcome.Delivered.class);
    assertThat(turns).hasValue(1);
    assertThat(got).hasSize(2);

    assertThat(Turns.of(() -> false, this::send)).isEqualTo(Turns.none());
    assertThat(got).hasSize(3);
  }

  @Test
  void takesATurnWhereManyShareACallToo() {
    location = "/new";
    var entry =
        Deliveries.entry(
            "unsafe",
            """
            {"path": "/old/", "redirects": true, "body": {"title": "{{ title }}"},
             "batch": {"most": 10, "bytes": 100000, "within": "1s", "join": "array"}}
            """);
    assertThat(Turns.of(() -> false, () -> Deliveries.send(entry, url()))).isEqualTo(Turns.none());
    assertThat(got).hasSize(1);
    assertThat(Deliveries.send(entry, url())).isInstanceOf(Outcome.Delivered.class);
    assertThat(got).hasSize(3);
  }

  @Test
  void isFollowedOnceAlone() {
    location = "/repos/a/old/issues";
    assertThat(send()).isInstanceOf(Outcome.Rejected.class);
    assertThat(got).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"http://localhost:%d/x", "https://127.0.0.1:%d/x", "//elsewhere.example/x"})
  void isNotFollowedToAnotherHost(String other) {
    location = other.contains("%d") ? other.formatted(server.getAddress().getPort()) : other;
    assertThat(send()).isInstanceOf(Outcome.Rejected.class);
    assertThat(got).hasSize(1);
  }
}
