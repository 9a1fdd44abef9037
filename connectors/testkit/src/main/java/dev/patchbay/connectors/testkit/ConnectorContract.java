package dev.patchbay.connectors.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.patchbay.connectors.spi.Answers;
import dev.patchbay.connectors.spi.BatchSender;
import dev.patchbay.connectors.spi.Connector;
import dev.patchbay.connectors.spi.Delivery;
import dev.patchbay.connectors.spi.FreeBatch;
import dev.patchbay.connectors.spi.MisconfiguredException;
import dev.patchbay.connectors.spi.Outcome;
import dev.patchbay.connectors.spi.Sender;
import dev.patchbay.core.catalog.ConnectorEntry;
import dev.patchbay.core.catalog.ConnectorEntry.Effect;
import dev.patchbay.core.event.Event;
import dev.patchbay.core.expression.Escape;
import dev.patchbay.core.expression.JsonTemplate;
import dev.patchbay.core.expression.Template;
import dev.patchbay.core.json.Json;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * What every connector holds to, against a destination on loopback. A subclass says how its
 * connector is made and what its destination answers; what may be sent twice is read from the
 * catalog's {@code effect}.
 */
public abstract class ConnectorContract {
  private static final Duration LONG = Duration.ofSeconds(20);
  private static final Duration SHORT = Duration.ofMillis(300);
  private static final String HOSTILE = "Deploy \"<!channel>\" \\ failed\r\nInjected: yes";

  private static final Map<Integer, Class<? extends Outcome>> STATUSES =
      Map.of(
          400, Outcome.Rejected.class,
          401, Outcome.Misconfigured.class,
          403, Outcome.Misconfigured.class,
          404, Outcome.Rejected.class,
          408, Outcome.Retry.class,
          422, Outcome.Rejected.class,
          429, Outcome.Throttled.class,
          500, Outcome.Retry.class,
          502, Outcome.Retry.class,
          504, Outcome.Retry.class);

  /** The forms of an HTTP date (RFC 9110, 5.6.7). */
  private static final List<String> DATES =
      List.of(
          "EEE, dd MMM yyyy HH:mm:ss 'GMT'",
          "EEEE, dd-MMM-yy HH:mm:ss 'GMT'",
          "EEE MMM ppd HH:mm:ss yyyy");

  private final Loopback destination = new Loopback();

  /** The connector, with the patience it has for an answer. */
  protected abstract Connector connector(Duration answer);

  /** A secret's fields, save for {@code baseUrl}. */
  protected abstract Map<String, Object> secret();

  /**
   * Parameters of a delivery that works; they show the event's title where the catalog's defaults
   * do not.
   */
  protected abstract Map<String, Object> parameters();

  /** The JSON with which the destination says yes. */
  protected abstract String yes();

  /** The status that goes with it. */
  protected int yesStatus() {
    return 200;
  }

  /** The headers that go with it, names and values in turn. */
  protected String[] yesHeaders() {
    return new String[0];
  }

  /**
   * The title as the destination would show it, read from the request the way the destination reads
   * it.
   */
  protected abstract String shown(Loopback.Request request);

  /**
   * What is left of a title full of markup and line ends once it is written for the destination.
   */
  protected abstract String harmless(String title);

  /** The address of the destination as its secret would name it. */
  protected String address(String destination) {
    return destination;
  }

  /** What requests show in a secret's stead, such as Basic's base64. */
  protected List<String> shownInstead() {
    return List.of();
  }

  /** Statuses that mean something else at this destination than they do elsewhere. */
  protected Map<Integer, Class<? extends Outcome>> differences() {
    return Map.of();
  }

  @AfterEach
  void close() {
    destination.close();
  }

  private static Event event() {
    Map<String, Object> detail = new LinkedHashMap<>();
    detail.putAll(Map.of("id", "1", "source", "github", "account", "default", "type", "push"));
    detail.putAll(Map.of("time", "2026-11-23T10:00:00Z", "receivedAt", "2026-11-23T10:00:01Z"));
    detail.putAll(Map.of("title", HOSTILE, "url", "https://example.com/1", "actor", "ann"));
    detail.putAll(Map.of("severity", "error", "data", Map.of("count", 3, "title", HOSTILE)));
    return new Event(detail);
  }

  private String name() {
    return connector(LONG).name();
  }

  private Sender sender(Duration answer) {
    Map<String, Object> secret = new LinkedHashMap<>(secret());
    secret.put("baseUrl", address(destination.url()));
    return connector(answer).connect(Entries.connection(name(), secret));
  }

  private Outcome send(Duration answer) {
    return send(sender(answer));
  }

  private Outcome send(Sender sender) {
    return sender.send(Entries.delivery(name(), event(), parameters()));
  }

  private Class<? extends Outcome> mayHaveHappened() {
    return Entries.of(name()).effect() == Effect.UNSAFE
        ? Outcome.Unknown.class
        : Outcome.Retry.class;
  }

  @Test
  void deliversWithOneCallAndNoneBefore() {
    Sender sender = sender(LONG);
    assertThat(destination.requests()).isEmpty();
    destination.answers(yesStatus(), yes(), yesHeaders());
    assertThat(send(sender)).isInstanceOf(Outcome.Delivered.class);
    assertThat(destination.requests()).hasSize(1);
  }

  @Test
  void takesWhatAnEventHoldsForTextAndNothingElse() {
    destination.answers(yesStatus(), yes(), yesHeaders());
    send(LONG);
    Loopback.Request request = destination.requests().getFirst();
    assertThat(shown(request)).contains(harmless(HOSTILE));
    assertThat(request.headers()).doesNotContainKey("injected");
  }

  @TestFactory
  Stream<DynamicTest> readsStatuses() {
    Map<Integer, Class<? extends Outcome>> statuses = new TreeMap<>(STATUSES);
    statuses.putAll(differences());
    return statuses.entrySet().stream()
        .map(
            status ->
                DynamicTest.dynamicTest(
                    "takes " + status.getKey() + " for " + status.getValue().getSimpleName(),
                    () -> meansOnce(status.getKey(), status.getValue())));
  }

  /**
   * What nobody may read: the secret's values, the pieces of its addresses, what stands for them.
   */
  private List<String> hidden() {
    List<String> hidden = new ArrayList<>(shownInstead());
    secret().values().forEach(value -> hidden.add(value.toString()));
    String path = URI.create(address(destination.url())).getPath();
    hidden.add(path);
    hidden.add(path.substring(path.lastIndexOf('/') + 1));
    secret().values().stream()
        .map(Object::toString)
        .filter(value -> value.startsWith("http"))
        .map(value -> URI.create(value).getPath())
        .forEach(hidden::add);
    hidden.removeIf(String::isEmpty);
    return hidden;
  }

  /** The answer quotes the secret, as some destinations do. */
  private void meansOnce(int status, Class<? extends Outcome> meaning) {
    int before = destination.requests().size();
    String quoted = String.join(" ", hidden());
    Map<String, Object> body = new LinkedHashMap<>();
    for (String field : List.of("error", "message", "text", "code_name", "error_description")) {
      body.put(field, quoted);
    }
    destination.answers(status, Json.write(body));
    Outcome outcome = sentInSecrecy();
    assertThat(outcome).isInstanceOf(meaning);
    boolean isTried = outcome instanceof Outcome.Retry || outcome instanceof Outcome.Unknown;
    assertThat(outcome.isFault()).as("whose fault it was").isEqualTo(isTried && status >= 500);
    assertThat(destination.requests()).as("the kit alone retries").hasSize(before + 1);
  }

  /**
   * An outcome in which nothing can be read that nobody may read, nor in what was logged meanwhile.
   */
  private Outcome sentInSecrecy() {
    PrintStream out = System.out;
    PrintStream err = System.err;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    PrintStream both = new PrintStream(printed, true, StandardCharsets.UTF_8);
    Outcome outcome;
    try {
      System.setOut(both);
      System.setErr(both);
      outcome = send(LONG);
    } finally {
      System.setOut(out);
      System.setErr(err);
    }
    String log = printed.toString(StandardCharsets.UTF_8);
    for (String piece : hidden()) {
      assertThat(outcome.toString()).doesNotContain(piece);
      assertThat(log).doesNotContain(piece);
    }
    return outcome;
  }

  /** In the destination's own words, which its stand-in has. */
  @TestFactory
  Stream<DynamicTest> tellsASecretThatIsWrong() {
    ConnectorEntry.Sandbox sandbox = Entries.of(name()).sandbox();
    destination.answers(yesStatus(), yes(), yesHeaders());
    send(LONG);
    String path = destination.requests().getFirst().path().replaceAll("\\?.*", "");
    Stream<ConnectorEntry.Refusal> ofTheCall =
        sandbox.endpoints().stream()
            .filter(endpoint -> path.matches(pattern(endpoint)))
            .flatMap(endpoint -> endpoint.refuse().stream());
    return Stream.concat(
            sandbox.refuse().stream().filter(refusal -> concerns(refusal, path)), ofTheCall)
        .filter(refusal -> refusal.when().matches(".*(secret\\.|signature ).*"))
        .map(
            refusal ->
                DynamicTest.dynamicTest(
                    "where " + refusal.when(),
                    () -> {
                      destination.answers(refusal.status(), said(refusal.body()));
                      assertThat(sentInSecrecy()).isInstanceOf(Outcome.Misconfigured.class);
                    }));
  }

  /** A refusal of every endpoint may except some by the first segment of their path. */
  private static boolean concerns(ConnectorEntry.Refusal refusal, String path) {
    String first = path.split("/", 3)[1];
    return !refusal.when().startsWith("segments[0] = ")
        || refusal.when().startsWith("segments[0] = \"" + first + "\"");
  }

  private static String pattern(ConnectorEntry.Endpoint endpoint) {
    return endpoint.path().replace("**", ".+").replaceAll("(?<!\\.)\\*", "[^/]+");
  }

  private static String said(Object body) {
    return body == null ? "" : rendered(body, Map.of("number", 1));
  }

  /** The ledger keeps a duplicate away; one that gets past it is a second call like the first. */
  @Test
  void saysTheSameAgainWhereItIsSentTwice() {
    Sender sender = sender(LONG);
    for (int i = 0; i < 2; i++) {
      destination.answers(yesStatus(), yes(), yesHeaders());
      assertThat(send(sender)).isInstanceOf(Outcome.Delivered.class);
    }
    assertThat(destination.requests()).hasSize(2);
    if (Entries.of(name()).effect() != Effect.UNSAFE) { // it recognises what it has by that
      assertThat(alike(destination.requests().getLast()))
          .isEqualTo(alike(destination.requests().getFirst()));
    }
  }

  private static String alike(Loopback.Request request) {
    String type = request.headers().getOrDefault("content-type", "");
    int boundary = type.indexOf("boundary=");
    String body =
        boundary < 0
            ? request.body()
            : request.body().replace(type.substring(boundary + "boundary=".length()), "");
    return request.method() + " " + request.path() + "\n" + body;
  }

  @Test
  void letsNoBadDeliveryOfABatchSpoilAnother() {
    if (!(sender(LONG) instanceof BatchSender sender)) {
      return; // each has a call of its own
    }
    Map<Integer, Class<? extends Outcome>> meanings = new TreeMap<>(STATUSES);
    meanings.putAll(differences());
    int refused =
        Stream.of(400, 413, 422)
            .filter(status -> meanings.get(status) == Outcome.Rejected.class)
            .findFirst()
            .orElseThrow();
    destination
        .answers(refused, "{}")
        .answers(yesStatus(), yes(), yesHeaders())
        .answers(refused, "{}");
    List<Delivery> deliveries =
        List.of(
            Entries.delivery(name(), event(), parameters()),
            Entries.delivery(name(), event(), parameters()));
    FreeBatch batch = new FreeBatch();
    sender.send(deliveries, batch);
    assertThat(batch.outcomes(deliveries))
        .hasAtLeastOneElementOfType(Outcome.Delivered.class)
        .hasAtLeastOneElementOfType(Outcome.Rejected.class);
    assertThat(destination.requests()).hasSize(3);
  }

  @Test
  void tellsWhatItsDestinationAnswered() {
    List<String> heard = new ArrayList<>();
    Delivery delivery = Entries.delivery(name(), event(), parameters(), heard::add);
    for (int status : List.of(500, yesStatus())) {
      Sender sender = sender(LONG);
      String body = status == 500 ? "{\"message\": \"out of paper\"}" : yes();
      destination.answers(status, body);
      Answers.to(delivery, () -> sender.send(delivery));
      assertThat(heard.getLast()).isEqualTo(body);
    }
  }

  @Test
  void waitsForTheSecondsThatItIsTold() {
    destination.answers(429, "{}", "Retry-After", "17").answers(503, "{}", "Retry-After", "9");
    assertThat(send(LONG)).satisfies(outcome -> waits(outcome, 17, 17));
    assertThat(send(LONG)).satisfies(outcome -> waits(outcome, 9, 9));
  }

  @Test
  void waitsUntilTheTimeThatItIsTold() {
    ZonedDateTime until = ZonedDateTime.now(ZoneOffset.UTC).plusMinutes(10);
    for (String form : DATES) {
      String date = DateTimeFormatter.ofPattern(form, Locale.ENGLISH).format(until);
      destination.answers(429, "{}", "Retry-After", date);
      assertThat(send(LONG)).as(date).satisfies(outcome -> waits(outcome, 500, 600));
    }
  }

  /** A destination may say it otherwise than by 429 and Retry-After: its entry says how. */
  @Test
  void waitsWhereItsDestinationSaysSoInItsOwnWords() {
    ConnectorEntry.Answer throttled = Entries.of(name()).sandbox().throttled();
    if (throttled == null) {
      return; // it says 429 and Retry-After, as above
    }
    Map<String, Object> input = Map.of("after", 40, "now", Instant.now().getEpochSecond());
    List<String> headers = new ArrayList<>();
    throttled
        .headers()
        .forEach(
            (name, value) -> {
              headers.add(name);
              headers.add(Template.compile(value).render(input, Escape.LINE));
            });
    destination.answers(
        throttled.status(), rendered(throttled.body(), input), headers.toArray(String[]::new));
    boolean says = Json.write(Json.object(Map.of("h", throttled.headers()))).contains("after");
    boolean tells = says || String.valueOf(throttled.body()).contains("after");
    assertThat(send(LONG))
        .satisfies(outcome -> waits(outcome, tells ? 35 : 1, tells ? 41 : 86_400));
  }

  /** Its own words, and the page of a load balancer before it, all mean the same: later. */
  @TestFactory
  Stream<DynamicTest> triesAgainWhereItsDestinationFails() {
    Map<String, Object> input = Map.of("after", 40, "now", Instant.now().getEpochSecond());
    String page = "<html><head><title>502 Bad Gateway</title></head></html>";
    return Stream.concat(
            Entries.of(name()).sandbox().failures().stream(),
            Stream.of(502, 503, 504)
                .map(status -> new ConnectorEntry.Answer(status, Map.of(), page)))
        .map(
            failure ->
                DynamicTest.dynamicTest(
                    failure.status() + " " + failure.body(),
                    () -> {
                      destination.answers(failure.status(), rendered(failure.body(), input));
                      assertThat(sentInSecrecy())
                          .isInstanceOfAny(
                              Outcome.Retry.class, Outcome.Throttled.class, mayHaveHappened());
                    }));
  }

  private static String rendered(Object body, Map<String, Object> input) {
    Object rendered = JsonTemplate.compile(body).render(input, Escape.NONE);
    return rendered instanceof String text ? text : Json.write(rendered);
  }

  private static void waits(Outcome outcome, long least, long most) {
    assertThat(outcome).isInstanceOf(Outcome.Throttled.class);
    assertThat(((Outcome.Throttled) outcome).after().toSeconds()).isBetween(least, most);
  }

  @Test
  void knowsThatNothingHappenedWhereNobodyListens() {
    Sender sender = sender(LONG);
    destination.close();
    assertThat(send(sender)).isInstanceOf(Outcome.Retry.class).matches(Outcome::isFault);
  }

  @Test
  void doesNotKnowWhatBecameOfACallWhoseConnectionBroke() {
    destination.breaks();
    assertThat(send(LONG)).isInstanceOf(mayHaveHappened()).matches(Outcome::isFault);
    assertThat(destination.requests()).hasSize(1);
  }

  @Test
  void doesNotKnowWhatBecameOfACallWhoseAnswerWasCutOff() {
    destination.cutsOff(yesStatus() == 204 ? 200 : yesStatus());
    assertThat(send(LONG)).isInstanceOf(mayHaveHappened()).matches(Outcome::isFault);
    assertThat(destination.requests()).hasSize(1);
  }

  /** A proxy's, say; a destination that answers with nothing may answer with that as well. */
  @Test
  void doesNotTakeAWebPageForYes() {
    if (yes().startsWith("{") || yes().startsWith("[")) {
      destination.answers(yesStatus(), "<!DOCTYPE html><html><body>Welcome</body></html>");
      assertThat(send(LONG)).isNotInstanceOf(Outcome.Delivered.class);
      assertThat(destination.requests()).hasSize(1);
    }
  }

  @Test
  void doesNotKnowWhatBecameOfACallThatWasNotAnswered() {
    destination.staysSilent();
    assertThat(send(SHORT)).isInstanceOf(mayHaveHappened()).matches(Outcome::isFault);
    assertThat(destination.requests()).hasSize(1);
  }

  @Test
  void sendsSideBySide() throws Exception {
    Sender sender = sender(LONG);
    List<Future<Outcome>> outcomes = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 8; i++) {
        destination.answers(yesStatus(), yes(), yesHeaders());
        outcomes.add(threads.submit(() -> send(sender)));
      }
    }
    for (Future<Outcome> outcome : outcomes) {
      assertThat(outcome.get()).isInstanceOf(Outcome.Delivered.class);
    }
    assertThat(destination.requests()).hasSize(8);
  }

  @Test
  public void saysWhichSecretLacksWhatItNeeds() {
    Map<String, Object> secret = Map.of("baseUrl", destination.url());
    assertThatThrownBy(() -> connector(LONG).connect(Entries.connection(name(), secret)))
        .isInstanceOf(MisconfiguredException.class)
        .hasMessageContaining("patchbay/connectors/" + name());
  }
}
