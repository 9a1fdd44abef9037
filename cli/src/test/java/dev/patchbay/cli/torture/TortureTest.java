package dev.patchbay.cli.torture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.cli.TestHub;
import dev.patchbay.cli.hub.HubView;
import dev.patchbay.cli.hub.LedgerView;
import dev.patchbay.cli.hub.Running;
import dev.patchbay.cli.torture.Ledgers.Count;
import dev.patchbay.cli.torture.WildDestination.Mood;
import dev.patchbay.core.json.Json;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A hub whose destination, AWS and clock misbehave. {@code -Dtorture=long} does ten times as much.
 */
final class TortureTest {
  static final boolean LONG = "long".equals(System.getProperty("torture"));
  private static final int EVENTS = LONG ? 400 : 40;

  /** An unknown outcome is parked, so that nothing is ever sent twice. */
  private static final String ROUTES =
      """
      routes:
        - name: record
          when: {source: [github]}
          deliver:
            - splunk: {index: torture}
              onUnknown: park
      """;

  @TempDir Path folder;
  private WildDestination destination;
  private TestHub hub;
  private final Load load = new Load();

  @BeforeEach
  void start() throws Exception {
    destination = new WildDestination();
    hub = TestHub.start(folder, ROUTES, Ledgers.secrets(destination));
  }

  @AfterEach
  void stop() {
    hub.close();
    destination.close();
  }

  private String url() {
    return hub.hub().webhooksUrl() + "/github";
  }

  private Count settled(String scenario) {
    return Ledgers.settle(scenario, hub, load.accepted(), destination);
  }

  /** Lets simulated time pass, half a minute at a step. */
  private void pass(Duration time) throws InterruptedException {
    pass(time, Duration.ofSeconds(30));
  }

  private void pass(Duration time, Duration step) throws InterruptedException {
    Ledgers.pass(hub, destination, time, step);
  }

  private Count settledInTime(String scenario) throws InterruptedException {
    return Ledgers.settleInTime(scenario, hub, load.accepted(), destination);
  }

  @Test
  void aDestinationThatIsDownForTenMinutesGetsAllOfItLater() throws Exception {
    destination.is(Mood.BUSY);
    load.post(url(), EVENTS);
    TestHub.await(() -> destination.calls() > 0);
    pass(Duration.ofMinutes(10));
    assertThat(destination.taken()).isEmpty();
    Count during = Ledgers.weigh("while it is down", hub, load.accepted(), destination);
    assertThat(during.queued()).isEqualTo(during.accepted());
    destination.is(Mood.WELL);
    Count count = settledInTime("down for ten minutes");
    assertThat(count.delivered()).isEqualTo(count.accepted());
    assertThat(count.twice()).isZero();
  }

  @Test
  void aDestinationThatStaysDownIsTriedForADayAndThenThereIsADeadLetter() throws Exception {
    destination.is(Mood.BUSY);
    load.post(url(), EVENTS);
    // A first call takes a cold function longer than time stands still for: its lease would run
    // out.
    TestHub.await(() -> destination.calls() > 0 && !hub.hub().isBusy());
    pass(Duration.ofHours(26), Duration.ofMinutes(5));
    List<Map<String, Object>> letters = Ledgers.letters(hub);
    assertThat(letters)
        .hasSizeBetween(load.accepted().size(), EVENTS) // a post without an answer may be kept
        .allSatisfy(TortureTest::hadItsAttempts);
    Count count = settled("down for a day");
    assertThat(count.dead()).isEqualTo(count.accepted());
  }

  /** All that its entry allows, or as many as fit into the day: the pauses are drawn by lot. */
  private static void hadItsAttempts(Map<String, Object> letter) {
    Duration tried = Duration.between(time(letter, "firstAt"), time(letter, "lastAt"));
    int attempts = Integer.parseInt(letter.get("attempts").toString());
    assertThat(attempts).isBetween(5, 20);
    assertThat(tried).isBetween(Duration.ofHours(attempts == 20 ? 1 : 24), Duration.ofHours(26));
  }

  private static Instant time(Map<String, Object> letter, String field) {
    return Instant.parse(letter.get(field).toString());
  }

  @Test
  void aDestinationThatRefusesConnectionsGetsAllOfItLater() throws Exception {
    destination.refuse();
    load.post(url(), EVENTS);
    TestHub.await(this::isEachTried);
    pass(Duration.ofMinutes(10));
    Count during = Ledgers.weigh("while its port is closed", hub, load.accepted(), destination);
    assertThat(during.queued()).isEqualTo(during.accepted());
    destination.listen();
    Count count = settledInTime("connections refused");
    assertThat(count.delivered()).isEqualTo(count.accepted());
    assertThat(count.twice()).isZero();
  }

  private boolean isEachTried() {
    try (HubView view = new HubView(Running.at(hub.hub()))) {
      return load.accepted().stream()
          .map(id -> new LedgerView.Key("github/default/" + id, "record/splunk/0"))
          .allMatch(key -> view.ledger().state(key).equals("waiting"));
    }
  }

  @Test
  void connectionsBrokenOffAreParkedAndNotSentAgain() throws Exception {
    destination.is(Mood.DROPPING);
    load.post(url(), EVENTS);
    TestHub.await(() -> Ledgers.dead(hub, destination).containsAll(load.accepted()));
    pass(Duration.ofMinutes(5));
    destination.is(Mood.WELL);
    Count count = settledInTime("connections dropped");
    assertThat(count.dead()).isEqualTo(count.accepted());
    assertThat(count.twice()).isZero();
  }

  @Test
  void aStormOf429sIsWaitedOut() throws Exception {
    destination.is(Mood.THROTTLING);
    load.post(url(), EVENTS);
    TestHub.await(() -> destination.calls() > 0);
    pass(Duration.ofMinutes(5));
    destination.is(Mood.WELL);
    Count count = settledInTime("a storm of 429s");
    assertThat(count.delivered()).isEqualTo(count.accepted());
    assertThat(count.twice()).isZero();
  }

  @Test
  void answersCutOffAreParkedAndNotSentAgain() throws Exception {
    destination.is(Mood.CUTTING_OFF);
    load.post(url(), EVENTS);
    TestHub.await(() -> Ledgers.dead(hub, destination).containsAll(load.accepted()));
    destination.is(Mood.WELL);
    pass(Duration.ofMinutes(10));
    Count count = settled("answers cut off");
    assertThat(count.twice()).isZero();
  }

  @Test
  void whatNobodyCanTellOfIsSentAgainOnlyByAYes() throws Exception {
    destination.is(Mood.CUTTING_OFF);
    load.post(url(), 3);
    TestHub.await(() -> Ledgers.dead(hub, destination).containsAll(load.accepted()));
    destination.is(Mood.WELL);
    long calls = destination.calls();
    List<Object> before = ids();

    assertThat(hub.run("redrive", "--connector", "splunk")).startsWith("0 ");
    TestHub.await(() -> ids().size() == before.size() && Collections.disjoint(ids(), before));
    assertThat(destination.calls()).isEqualTo(calls);
    assertThat(Ledgers.letters(hub))
        .allSatisfy(
            letter ->
                assertThat(letter)
                    .containsEntry("state", "unknown")
                    .hasEntrySatisfying(
                        "reason", why -> assertThat(why.toString()).contains("--resend-unknown")));

    assertThat(hub.run("redrive", "--connector", "splunk", "--resend-unknown"))
        .isEqualTo("0 3 put back");
    TestHub.await(
        () ->
            load.accepted().stream()
                .map(id -> hub.state("github/default/" + id, "record/splunk/0"))
                .allMatch("delivered"::equals));
    assertThat(ids()).isEmpty();
  }

  private List<Object> ids() {
    return Ledgers.letters(hub).stream().map(letter -> letter.get("id")).toList();
  }

  @Test
  void aDestinationThatDribblesHoldsNobodyForEver() throws Exception {
    destination.is(Mood.DRIBBLING);
    load.post(url(), 3);
    TestHub.await(() -> Ledgers.dead(hub, destination).containsAll(load.accepted()));
    destination.is(Mood.WELL);
    load.post(url(), EVENTS);
    Count count = settledInTime("a slow loris");
    assertThat(count.twice()).isZero();
  }

  @Test
  void messagesThatComeTwiceAndOutOfOrderAreDeliveredOnce() throws Exception {
    destination.is(Mood.BUSY);
    load.post(url(), EVENTS);
    TestHub.await(() -> destination.calls() > 0);
    List<String> copies = new ArrayList<>();
    load.accepted().forEach(id -> copies.add(routed(id)));
    copies.addAll(List.copyOf(copies));
    Collections.shuffle(copies, new java.util.Random(1));
    copies.forEach(body -> hub.send("patchbay-splunk", body));
    destination.is(Mood.WELL);
    Count count = settledInTime("twice and out of order");
    pass(Duration.ofMinutes(10));
    assertThat(Ledgers.twice(destination, load.accepted())).isZero();
    assertThat(count.delivered()).isEqualTo(count.accepted());
  }

  private static String routed(String id) {
    Map<String, Object> detail =
        Map.of(
            "id", id, "source", "github", "account", "default", "type", "ping", "data", Map.of());
    return Json.write(
        Map.of(
            "route", "record",
            "connectors", List.of("splunk"),
            "deliveries",
                List.of(Map.of("connector", "splunk", "index", "torture", "onUnknown", "park")),
            "event", Map.of("detail", detail)));
  }

  @Test
  void corruptedMessagesInEveryQueueAreKeptAndHoldNobodyUp() throws Exception {
    List<String> queues = hub.queues();
    queues.forEach(queue -> Junk.CORRUPTED.forEach(body -> hub.send(queue, body)));
    load.post(url(), EVENTS);
    Count count = settledInTime("corrupted messages");
    TestHub.await(() -> Ledgers.letters(hub).size() == queues.size() * Junk.CORRUPTED.size());
    assertThat(count.delivered()).isEqualTo(count.accepted());
    assertThat(count.twice()).isZero();
  }

  /** Messages that begin as good ones, each with a value that is not as it should be. */
  @Test
  void messagesWithOneValueGoneWrongComeToAnEnd() throws Exception {
    Junk junk = new Junk(5);
    for (int i = 0; i < EVENTS; i++) {
      hub.send("patchbay-splunk", junk.spoilt(routed("junk-" + i)));
      hub.send("patchbay-overflow", junk.spoilt(overflowed("late-" + i)));
    }
    load.post(url(), EVENTS);
    Count count = settledInTime("one value gone wrong");
    assertThat(count.delivered()).isEqualTo(count.accepted());
    assertThat(count.twice()).isZero();
    for (int i = 0; i < 60 && hub.queued("patchbay-splunk") > 0; i++) {
      pass(Duration.ofMinutes(30), Duration.ofMinutes(5));
    }
    assertThat(hub.queued("patchbay-overflow")).isZero();
    assertThat(hub.queued("patchbay-splunk")).isZero();
  }

  private static String overflowed(String id) {
    Map<String, Object> detail =
        Map.of(
            "id", id, "source", "github", "account", "default", "type", "ping", "data", Map.of());
    return Json.write(Map.of("source", "github", "type", "ping", "detail", Json.write(detail)));
  }

  @Test
  void aClockThatJumpsLosesNothing() throws Exception {
    for (Duration jump : List.of(Duration.ofHours(3), Duration.ofHours(-2), Duration.ofDays(1))) {
      destination.is(Mood.BUSY);
      load.post(url(), EVENTS / 4);
      hub.hub().clock().advance(jump);
      destination.is(Mood.WELL);
      load.post(url(), EVENTS / 4);
    }
    Count count = settledInTime("a clock that jumps");
    assertThat(count.twice()).isZero();
  }

  @Test
  void anAwsThatFailsOneCallInTenLosesNothing() throws Exception {
    hub.close();
    hub = TestHub.start(folder, ROUTES, Ledgers.secrets(destination), Map.of(), 10);
    load.post(url(), EVENTS);
    Count count = settledInTime("AWS fails one call in ten");
    assertThat(count.twice()).isZero();
    // A claim or a record whose answer was lost leaves a doubt, and what is in doubt is parked.
    assertThat(count.delivered()).isGreaterThanOrEqualTo(count.accepted() * 3 / 4);
  }
}
