package dev.patchbay.connectors.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.patchbay.connectors.spi.MisconfiguredException;
import dev.patchbay.connectors.spi.Outcome;
import dev.patchbay.connectors.spi.Receipt;
import dev.patchbay.connectors.testkit.Entries;
import dev.patchbay.core.expression.Expression;
import dev.patchbay.core.json.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HttpConnectorTest {
  private static final Transport QUICK =
      new Transport(Duration.ofSeconds(5), Duration.ofSeconds(5));

  @Test
  void escapesWhatIsInsertedIntoThePath() throws IOException {
    assertThat(sent("{\"path\": \"/x/{{ data.path }}?q={{ title }}\"}").uri())
        .isEqualTo("/x/a%2Fb%20c?q=a%20%22quoted%22%20title");
  }

  @Test
  void refusesAPathThatClimbs() throws IOException {
    try (Destination destination = new Destination(200, "")) {
      Outcome outcome =
          Deliveries.send(
              Deliveries.entry("unsafe", "{\"path\": \"/x/{{ parameters.to }}/y\"}"),
              destination.url(),
              Map.of("to", ".."));
      assertThat(outcome).isInstanceOf(Outcome.Rejected.class);
      assertThat(destination.got()).isEmpty();
    }
  }

  @Test
  void retriesWhatABusyMachineDidNotMakeInTime() throws IOException {
    Map<String, Object> slow =
        new HashMap<>() {
          @Override
          public Object get(Object key) {
            LockSupport.parkNanos(Duration.ofMillis(5_500).toNanos()); // an evaluation has 5 s
            return super.get(key);
          }
        };
    try (Destination destination = new Destination(200, "")) {
      String path = "/x/{{ parameters.to & $sum($map([1..2000], function($v) { $v })) }}";
      Outcome outcome =
          Deliveries.send(
              Deliveries.entry("unsafe", Json.write(Map.of("path", path))),
              destination.url(),
              slow);
      assertThat(outcome)
          .isEqualTo(new Outcome.Retry("the path of the request was not made in time"));
      assertThat(destination.got()).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "nlp/Sum, /v1/algo/nlp/Sum?timeout=15",
    "nlp/Sum/0.1.8, /v1/algo/nlp/Sum/0.1.8?timeout=15",
  })
  void leavesOutALastSegmentThatComesToNothing(String algorithm, String path) throws IOException {
    try (Destination destination = new Destination(200, "{\"result\": 1}")) {
      new HttpConnector("algorithmia", QUICK, (_, _, _) -> true, Clock.systemUTC(), "eu-west-1")
          .connect(
              Entries.connection(
                  "algorithmia", Map.of("token", "simExample", "baseUrl", destination.url())))
          .send(
              Entries.delivery("algorithmia", Deliveries.event(), Map.of("algorithm", algorithm)));
      assertThat(destination.got().getFirst().uri()).isEqualTo(path);
    }
    try (Destination destination = new Destination(200, "{}")) { // one in the middle stays
      Deliveries.send(
          Deliveries.entry("unsafe", "{\"path\": \"/a/{{ none }}/b?c={{ none ? 'x' }}\"}"),
          destination.url());
      assertThat(destination.got().getFirst().uri()).isEqualTo("/a//b?c=");
    }
  }

  @Test
  void waitsNoLongerForAnAnswerThanTheDeliverySays() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      var entry =
          Deliveries.entry("unsafe", "{\"path\": \"/\", \"answerWithin\": \"parameters.timeout\"}");
      String url = "http://127.0.0.1:" + silent.getLocalPort();
      assertThat(Deliveries.send(QUICK, entry, url, Map.of("timeout", 1)))
          .isEqualTo(new Outcome.Unknown("no answer within 1.0 s", true));
      assertThat(Deliveries.send(entry, url, Map.of("timeout", 100)))
          .as("and no longer than there is time")
          .isEqualTo(new Outcome.Unknown("no answer within 0.3 s", true));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "ConnectionError, Retry",
    "ReadTimeout, Retry",
    "ValueError, Rejected",
    "AlgorithmError, Rejected"
  })
  void triesAnAlgorithmAgainThatCouldNotReachSomething(String type, String outcome)
      throws IOException {
    String answer = "{\"error\": {\"message\": \"no way\", \"error_type\": \"%s\"}}";
    try (Destination destination = new Destination(200, answer.formatted(type))) {
      assertThat(
              new HttpConnector(
                      "algorithmia", QUICK, (_, _, _) -> true, Clock.systemUTC(), "eu-west-1")
                  .connect(
                      Entries.connection(
                          "algorithmia",
                          Map.of("token", "simExample", "baseUrl", destination.url())))
                  .send(
                      Entries.delivery(
                          "algorithmia", Deliveries.event(), Map.of("algorithm", "nlp/Sum")))
                  .getClass()
                  .getSimpleName())
          .isEqualTo(outcome);
    }
  }

  @Test
  void waitsForAnAlgorithmAsLongAsItMayTakeAndALittle() {
    var entry = Entries.of("algorithmia");
    Expression within = Expression.compile(entry.request().answerWithin());
    assertThat(within.evaluate(Map.of("parameters", Map.of("timeout", 15)))).isEqualTo(25);
  }

  @Test
  void waitsLongerForAnAlgorithmThanItMayTake() {
    var entry = Entries.of("algorithmia");
    int longest = (int) entry.parameters().properties().get("timeout").get("maximum");
    assertThat(Transport.within(entry.deadline()).answer())
        .isGreaterThan(Duration.ofSeconds(longest));
  }

  @Test
  void keepsHeadersOnOneLine() throws IOException {
    Destination.Got got =
        sent("{\"path\": \"/\", \"headers\": {\"X-Lines\": \"{{ data.lines }}\"}}");
    assertThat(got.header("X-lines")).isEqualTo("x Injected: yes");
    assertThat(got.headers()).doesNotContainKey("Injected");
  }

  @Test
  void sendsTheSecretWhereTheEntryPutsIt() throws IOException {
    assertThat(
            sent("{\"path\": \"/\", \"headers\": {\"Authorization\": \"Basic {{ $base64encode('me:'"
                    + " & secret.token) }}\"}}")
                .header("Authorization"))
        .isEqualTo("Basic bWU6czNjcmV0LXRva2Vu");
  }

  @Test
  void makesJsonOfTypedValuesAndLeavesNothingsOut() throws IOException {
    Destination.Got got =
        sent(
            """
            {"path": "/", "body": {"count": "{{ data.count }}", "text": "is {{ title }}", "none": "{{ data.none }}",
             "absent": "{{ data.absent }}", "at": "{{ $toMillis(time) / 1000 }}", "fixed": [1, "{{ data.absent }}"],
             "marker": "{{ delivery.id }}", "all": "{{ event.data.count }}"}}
            """);
    assertThat(got.body())
        .isEqualTo(
            "{\"count\":3,\"text\":\"is a \\\"quoted\\\""
                + " title\",\"at\":1700000000.123,\"fixed\":[1],\"marker\":\"marker\",\"all\":3}");
    assertThat(got.header("Content-type")).isEqualTo("application/json");
  }

  @Test
  void sendsAFormWithoutEmptyFields() throws IOException {
    Destination.Got got =
        sent(
            "{\"path\": \"/\", \"method\": \"PUT\", \"form\": {\"a b\": \"{{ data.path }}&\","
                + " \"none\": \"{{ data.absent }}\"}}");
    assertThat(got.method()).isEqualTo("PUT");
    assertThat(got.body()).isEqualTo("a%20b=a%2Fb%20c%26");
  }

  @Test
  void sendsTextAsItIs() throws IOException {
    Destination.Got got = sent("{\"path\": \"/\", \"body\": \"{{ title }}!\"}");
    assertThat(got.body()).isEqualTo("a \"quoted\" title!");
    assertThat(got.header("Content-type")).isEqualTo("text/plain; charset=utf-8");
  }

  @Test
  void readsTheReceiptFromTheAnswer() throws IOException {
    try (Destination destination = new Destination(201, "{\"result\": {\"key\": 42}}")) {
      assertThat(
              Deliveries.send(
                  Deliveries.entry("unsafe", "{\"path\": \"/\", \"receipt\": \"body.result.key\"}"),
                  destination.url()))
          .isEqualTo(new Outcome.Delivered(new Receipt("42")));
    }
  }

  @Test
  void rejectsAnEventThatAnExpressionFailsOnWithoutQuotingIt() {
    Outcome outcome =
        Deliveries.send(
            Deliveries.entry(
                "unsafe", "{\"path\": \"/\", \"body\": {\"x\": \"{{ $number(title) }}\"}}"),
            "http://127.0.0.1:1");
    assertThat(outcome)
        .isEqualTo(new Outcome.Rejected("the body of the request cannot be made from this event"));
  }

  @Test
  void wantsAnAddressFromTheEntryOrTheSecret() {
    assertThatThrownBy(() -> Deliveries.send(Deliveries.entry("unsafe", "{\"path\": \"/\"}"), null))
        .isInstanceOf(MisconfiguredException.class)
        .hasMessageContaining("baseUrl");
  }

  private static Destination.Got sent(String request) throws IOException {
    try (Destination destination = new Destination(200, "{}")) {
      assertThat(Deliveries.send(Deliveries.entry("unsafe", request), destination.url()))
          .isEqualTo(new Outcome.Delivered(Receipt.NONE));
      return destination.got().getFirst();
    }
  }
}
