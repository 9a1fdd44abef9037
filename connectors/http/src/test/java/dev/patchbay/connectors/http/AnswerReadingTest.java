package dev.patchbay.connectors.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.connectors.spi.Outcome;
import dev.patchbay.connectors.spi.Receipt;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an answer means, by its status and by the rules of its entry. */
class AnswerReadingTest {
  private static final String PLAIN = "{\"path\": \"/\", \"body\": {}}";

  @ParameterizedTest
  @CsvSource({
    "200, Delivered", "301, Rejected", "307, Rejected", "400, Rejected", "401, Misconfigured",
    "403, Misconfigured", "404, Rejected", "408, Retry", "410, Misconfigured", "429, Throttled",
    "500, Retry", "501, Rejected", "503, Retry"
  })
  void readsTheStatusWhereNoRuleHolds(int status, String outcome) throws IOException {
    assertThat(
            answered(status, "", PLAIN, "Location", "http://127.0.0.1:1/")
                .getClass()
                .getSimpleName())
        .isEqualTo(outcome);
  }

  @Test
  void takesRetryAfterAsSecondsOrAsADate() throws IOException {
    assertThat(answered(429, "", PLAIN, "Retry-After", "7"))
        .isEqualTo(new Outcome.Throttled(Duration.ofSeconds(7), "HTTP 429"));
    assertThat(answered(503, "", PLAIN, "Retry-After", "Mon, 23 Nov 2026 10:00:09 GMT"))
        .isEqualTo(new Outcome.Throttled(Duration.ofSeconds(9), "HTTP 503"));
  }

  @Test
  void obeysTheFirstRuleThatHolds() throws IOException {
    String request =
        """
        {"path": "/", "outcomes": [
          {"when": "$boom(body)", "outcome": "unknown"},
          {"when": "body.ok = false and body.error = 'slow'", "outcome": "throttled", "after": "body.wait"},
          {"when": "body.ok = false", "outcome": "rejected", "reason": "said {{ body.error }}"}]}
        """;
    assertThat(answered(200, "{\"ok\": false, \"error\": \"slow\", \"wait\": 1.5}", request))
        .isEqualTo(new Outcome.Throttled(Duration.ofMillis(1500), "HTTP 200"));
    assertThat(answered(200, "{\"ok\": false, \"error\": \"no s3cret-token\\nhere\"}", request))
        .isEqualTo(new Outcome.Rejected("said no *** here"));
    assertThat(answered(200, "{\"ok\": true}", request))
        .isEqualTo(new Outcome.Delivered(Receipt.NONE));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "text/html; charset=utf-8|<!-- sign in --><div>Welcome</div>|Misconfigured",
        "application/json|<!DOCTYPE html><html>|Misconfigured",
        "text/plain|\uFEFF <?xml version='1.0'?><!DOCTYPE html PUBLIC>|Misconfigured",
        "text/html|ok|Delivered",
        "text/xml|<PublishResponse/>|Delivered",
        "text/html||Delivered"
      })
  void takesNoWebPageForAYes(String type, String body, String outcome) throws IOException {
    Outcome came = answered(200, body == null ? "" : body, PLAIN, "Content-Type", type);
    assertThat(came.getClass().getSimpleName()).isEqualTo(outcome);
  }

  @Test
  void takesForAYesWhatTheEntrySays() throws IOException {
    String request = "{\"path\": \"/\", \"receipt\": \"body.id\", \"success\": \"%s\"}";
    String proof = request.formatted("$exists(body.id)");
    assertThat(answered(200, "{\"id\": 7}", proof))
        .isEqualTo(new Outcome.Delivered(new Receipt("7")));
    assertThat(answered(200, "{\"login\": true}", proof))
        .isEqualTo(new Outcome.Unknown("HTTP 200, and the answer is not the one of a success"));
    assertThat(answered(200, "<html>", proof)).isInstanceOf(Outcome.Misconfigured.class);
    assertThat(answered(500, "{\"id\": 7}", proof)).isInstanceOf(Outcome.Retry.class);
    assertThat(answered(200, "<html>", request.formatted("true")))
        .isEqualTo(new Outcome.Delivered(Receipt.NONE));
    try (Destination destination = new Destination(200, "{}")) {
      assertThat(Deliveries.send(Deliveries.entry("idempotent", proof), destination.url()))
          .isInstanceOf(Outcome.Retry.class);
    }
  }

  @Test
  void tellsWhatWasAnsweredWithoutTheSecret() throws IOException {
    String[] heard = new String[1];
    for (int status : new int[] {200, 400}) {
      try (Destination destination = new Destination(status, "no s3cret-token here")) {
        Deliveries.send(
            Deliveries.entry("unsafe", PLAIN),
            destination.url(),
            Map.of(),
            answer -> heard[0] = answer);
      }
      assertThat(heard[0]).isEqualTo("no *** here");
    }
  }

  @Test
  void retriesWhereNothingListens() throws IOException {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    assertThat(Deliveries.send(Deliveries.entry("unsafe", PLAIN), "http://127.0.0.1:" + port))
        .isEqualTo(new Outcome.Retry("the connection was refused", true));
  }

  @Test
  void doesNotKnowWhatBecameOfAnUnsafeRequestWhoseConnectionBroke() throws IOException {
    assertThat(cut("unsafe")).isInstanceOf(Outcome.Unknown.class);
    assertThat(cut("idempotent")).isInstanceOf(Outcome.Retry.class);
  }

  @Test
  void doesNotKnowWhatBecameOfAnUnsafeRequestThatWasNotAnswered() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      String url = "http://127.0.0.1:" + silent.getLocalPort();
      assertThat(Deliveries.send(Deliveries.entry("unsafe", PLAIN), url))
          .isEqualTo(new Outcome.Unknown("no answer within 0.3 s", true));
    }
  }

  /** Java's client would send a POST twice here, which for an SMS is twice too often. */
  private static Outcome cut(String effect) throws IOException {
    AtomicInteger accepted = new AtomicInteger();
    try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      Thread.ofVirtual().start(() -> readAndClose(server, accepted));
      Outcome outcome =
          Deliveries.send(
              Deliveries.entry(effect, PLAIN), "http://127.0.0.1:" + server.getLocalPort());
      assertThat(accepted).hasValue(1);
      return outcome;
    }
  }

  private static void readAndClose(ServerSocket server, AtomicInteger accepted) {
    while (!server.isClosed()) {
      try (Socket socket = server.accept()) {
        accepted.incrementAndGet();
        socket.getInputStream().read(new byte[8192]);
      } catch (IOException e) {
        return;
      }
    }
  }

  private static Outcome answered(int status, String body, String request, String... headers)
      throws IOException {
    try (Destination destination = new Destination(status, body, headers)) {
      return Deliveries.send(Deliveries.entry("unsafe", request), destination.url());
    }
  }
}
