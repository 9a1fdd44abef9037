package dev.patchbay.connectors.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.patchbay.connectors.kit.destination.Mask;
import dev.patchbay.connectors.spi.BatchSender;
import dev.patchbay.connectors.spi.Connection;
import dev.patchbay.connectors.spi.Delivery;
import dev.patchbay.connectors.spi.FreeBatch;
import dev.patchbay.connectors.spi.Outcome;
import dev.patchbay.connectors.testkit.Entries;
import dev.patchbay.core.secret.Secret;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Deliveries that share a request. */
class HttpBatchTest {
  /** An answer and its status, made of a body. */
  private record Reply(int status, String body) {}

  private final List<String> bodies = new CopyOnWriteArrayList<>();
  private final List<String> encodings = new CopyOnWriteArrayList<>();
  private Function<String, Reply> reply = _ -> new Reply(200, "{}");
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          byte[] sent = exchange.getRequestBody().readAllBytes();
          String encoding = exchange.getRequestHeaders().getFirst("Content-Encoding");
          encodings.add(String.valueOf(encoding));
          byte[] plain =
              encoding == null
                  ? sent
                  : new GZIPInputStream(new ByteArrayInputStream(sent)).readAllBytes();
          String body = new String(plain, StandardCharsets.UTF_8);
          bodies.add(body);
          Reply made = reply.apply(body);
          byte[] answer = made.body().getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(made.status(), answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    server.setExecutor(threads);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
    threads.close();
  }

  /** What was answered last, by text. */
  private final Map<String, String> heard = new ConcurrentHashMap<>();

  private List<Outcome> send(String request, String... texts) {
    return Deliveries.send(sender(request), deliveries(texts));
  }

  private List<Delivery> deliveries(String... texts) {
    return Arrays.stream(texts)
        .map(
            text ->
                new Delivery(
                    "m-" + text,
                    "a-route",
                    Deliveries.event(),
                    Map.of("text", text),
                    () -> new byte[0],
                    "",
                    answer -> heard.put(text, answer)))
        .toList();
  }

  private BatchSender sender(String request) {
    var entry = Deliveries.entry("idempotent", request);
    Map<String, Object> secret =
        Map.of("baseUrl", "http://127.0.0.1:" + server.getAddress().getPort());
    return (BatchSender)
        new HttpConnector(
                "x",
                new Transport(Duration.ofSeconds(5), Duration.ofSeconds(5)),
                (_, _, _) -> true,
                Clock.systemUTC(),
                "eu-west-1")
            .connect(
                new Connection(
                    new Secret("patchbay/connectors/x", "", secret), entry, Deliveries.memory()));
  }

  private static String request(String batch, String more) {
    return "{\"path\": \"/\", \"body\": {\"t\": \"{{ parameters.text }}\"}, \"batch\": %s%s}"
        .formatted(batch, more);
  }

  @Test
  void sendsALineForEach() {
    assertThat(send(request("{\"most\": 10, \"join\": \"lines\"}", ""), "a", "b\nc"))
        .hasSize(2)
        .allMatch(Outcome.Delivered.class::isInstance);
    assertThat(bodies).containsExactly("{\"t\":\"a\"}\n{\"t\":\"b\\nc\"}\n");
  }

  @Test
  void keepsATextOfSeveralLinesOnOne() {
    send(
        "{\"path\": \"/\", \"body\": \"{{ parameters.text }}\", \"batch\": {\"most\": 10, \"join\":"
            + " \"lines\"}}",
        "a\r\nb",
        "c");
    assertThat(bodies).containsExactly("a b\nc\n");
  }

  @Test
  void sendsAnArrayByItselfOrInAnObject() {
    send(request("{\"most\": 10, \"join\": \"array\"}", ""), "a", "b");
    send(request("{\"most\": 10, \"join\": \"array\", \"into\": \"records\"}", ""), "a");
    assertThat(bodies)
        .containsExactly("[{\"t\":\"a\"},{\"t\":\"b\"}]", "{\"records\":[{\"t\":\"a\"}]}");
  }

  @Test
  void splitsAtTheLimitsOfTheDestination() {
    String small = request("{\"most\": 10, \"bytes\": 1000, \"join\": \"lines\"}", "");
    List<Outcome> outcomes = send(small, "x".repeat(600), "y".repeat(600), "z", "w".repeat(2000));
    assertThat(bodies).hasSize(2);
    assertThat(bodies).anySatisfy(body -> assertThat(body).contains("xxx").contains("\"z\""));
    assertThat(outcomes.subList(0, 3)).allMatch(Outcome.Delivered.class::isInstance);
    assertThat(outcomes.get(3))
        .isEqualTo(new Outcome.Rejected("its body is 2008 bytes, and the destination takes 1000"));
    send(request("{\"most\": 2, \"join\": \"lines\"}", ""), "a", "b", "c");
    assertThat(bodies).hasSize(4);
  }

  @Test
  void sendsWhatGoesElsewhereByItself() {
    send(
        "{\"path\": \"/{{ parameters.text }}\", \"body\": {}, \"batch\": {\"most\": 10, \"join\":"
            + " \"array\"}}",
        "a",
        "b",
        "a");
    assertThat(bodies).hasSize(2);
  }

  @Test
  void givesEachTheOutcomeOfItsItem() {
    reply = _ -> new Reply(200, "{\"items\":[{\"s\":201},{\"s\":429},{\"s\":400}]}");
    List<Outcome> outcomes =
        send(
            request(
                "{\"most\": 10, \"join\": \"array\", \"items\": \"body.items\"}",
                ", \"outcomes\": [{\"when\": \"item.s = 201\", \"outcome\": \"delivered\"},"
                    + " {\"when\": \"item.s = 429\", \"outcome\": \"retry\"}, {\"when\": \"item.s ="
                    + " 400\", \"outcome\": \"rejected\", \"reason\": \"item {{ item.s }}\"}]"),
            "a",
            "b",
            "c");
    assertThat(outcomes)
        .extracting(outcome -> outcome.getClass().getSimpleName())
        .containsExactly("Delivered", "Retry", "Rejected");
    assertThat(outcomes.getLast()).isEqualTo(new Outcome.Rejected("item 400"));
  }

  @Test
  void sendsHalvesWhereOneBadItemSpoilsTheRequest() {
    reply =
        body -> body.contains("bad") ? new Reply(400, "{\"no\":1}") : new Reply(200, "{\"yes\":1}");
    assertThat(send(request("{\"most\": 10, \"join\": \"array\"}", ""), "a", "bad", "c"))
        .extracting(outcome -> outcome.getClass().getSimpleName())
        .containsExactly("Delivered", "Rejected", "Delivered");
    assertThat(bodies).hasSize(5);
    assertThat(heard)
        .isEqualTo(Map.of("a", "{\"yes\":1}", "bad", "{\"no\":1}", "c", "{\"yes\":1}"));
  }

  /** Of 500, one bad: 80 ms for a call, and the 25 s of a batch would not do for one by one. */
  @Test
  void findsTheBadOnesOfManyInFewCalls() {
    reply = body -> body.contains("\"bad") ? new Reply(400, "{}") : new Reply(200, "{}");
    String[] texts = new String[500];
    Arrays.setAll(texts, i -> i == 77 || i == 401 ? "bad" + i : "good" + i);
    List<Outcome> outcomes = send(request("{\"most\": 500, \"join\": \"array\"}", ""), texts);
    for (int i = 0; i < texts.length; i++) {
      assertThat(outcomes.get(i))
          .as(texts[i])
          .isInstanceOf(
              texts[i].startsWith("bad") ? Outcome.Rejected.class : Outcome.Delivered.class);
    }
    assertThat(bodies).hasSizeLessThan(40);
  }

  @Test
  void makesTheCallsOfABatchSideBySide() throws InterruptedException {
    CountDownLatch together = new CountDownLatch(3);
    reply =
        _ -> {
          together.countDown();
          try {
            return new Reply(together.await(5, TimeUnit.SECONDS) ? 200 : 500, "{}");
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
        };
    assertThat(
            send(
                "{\"path\": \"/{{ parameters.text }}\", \"body\": {}, \"batch\": {\"most\": 10,"
                    + " \"join\": \"array\"}}",
                "a",
                "b",
                "c"))
        .allMatch(Outcome.Delivered.class::isInstance);
  }

  @Test
  void keepsWhatItKnowsWhereNoMoreTurnsAreGiven() {
    reply = body -> body.contains("bad") ? new Reply(400, "{}") : new Reply(200, "{}");
    List<Integer> turns = new ArrayList<>();
    FreeBatch batch =
        new FreeBatch() {
          @Override
          public synchronized boolean turn(List<Delivery> deliveries) {
            turns.add(deliveries.size());
            return turns.size() <= 2;
          }
        };
    List<Delivery> deliveries = deliveries("a", "b", "bad", "c");
    sender(request("{\"most\": 10, \"join\": \"array\"}", "")).send(deliveries, batch);
    assertThat(turns.getFirst()).isEqualTo(4);
    assertThat(bodies).hasSize(2);
    assertThat(batch.outcomes(deliveries))
        .contains(new Outcome.Retry("refused together with others"));
  }

  @Test
  void compressesWhatIsWorthIt() {
    String zipped = request("{\"most\": 10, \"join\": \"lines\"}", ", \"compress\": \"gzip\"");
    send(zipped, "a");
    send(zipped, Stream.generate(() -> "many words ").limit(5000).reduce("", String::concat));
    assertThat(encodings).containsExactly("null", "gzip");
    assertThat(bodies.getLast()).contains("many words many words");
  }

  @Test
  void resendsOfASplunkRequestOnlyWhatCameAfterTheBadEvent() {
    var splunk = Entries.of("splunk");
    AnswerReading reading =
        AnswerReading.of(
            splunk.request(),
            splunk.effect(),
            Mask.of(splunk, Map.of("token", "tttt"), List::of),
            Clock.systemUTC());
    Delivery delivery = Entries.delivery("splunk", Deliveries.event(), Map.of());
    Answer answer =
        new Answer(
            400,
            Map.of(),
            "{\"text\":\"Event field is required\",\"code\":12,\"invalid-event-number\":1}");
    assertThat(reading.outcomes(answer, Collections.nCopies(4, delivery)))
        .extracting(outcome -> outcome.getClass().getSimpleName())
        .containsExactly("Delivered", "Rejected", "Retry", "Retry");
    assertThat(
            reading.outcomes(
                new Answer(200, Map.of(), "{\"code\":0}"), Collections.nCopies(2, delivery)))
        .allMatch(Outcome.Delivered.class::isInstance);
  }
}
