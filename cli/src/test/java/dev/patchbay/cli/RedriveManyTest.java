package dev.patchbay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.cli.hub.HubView;
import dev.patchbay.cli.hub.LedgerView;
import dev.patchbay.cli.hub.Running;
import dev.patchbay.core.json.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;

/** A day's dead letters put back by their cause, and what becomes of them when that is cut off. */
final class RedriveManyTest {
  private static final String LETTERS = "patchbay-splunk-dead-letters";
  private static final String PLACE = "record/splunk/0";
  private static final String ROUTES =
      """
      routes:
        - name: record
          when: {source: [github]}
          deliver:
            - splunk: {index: many}
      """;

  @TempDir Path folder;
  private TestHub hub;

  @BeforeEach
  void start() throws Exception {
    hub = start(0);
  }

  private TestHub start(int failing) throws IOException {
    Map<String, Object> secrets = new HashMap<>(TestHub.githubSecret());
    // Nobody is there, so that what is put back waits and is not a letter again.
    secrets.put(
        "patchbay/connectors/splunk", Map.of("token", "t", "baseUrl", "http://127.0.0.1:9"));
    return TestHub.start(folder, ROUTES, secrets, Map.of(), failing);
  }

  @AfterEach
  void stop() {
    hub.close();
  }

  private void bury(int from, int to, String reason) {
    try (SqsClient sqs = Running.at(hub.hub()).client(SqsClient.builder()).build()) {
      String url = sqs.getQueueUrl(get -> get.queueName(LETTERS)).queueUrl();
      for (int i = from; i < to; i += 10) {
        List<SendMessageBatchRequestEntry> entries =
            IntStream.range(i, i + 10).mapToObj(n -> letter(n, reason)).toList();
        sqs.sendMessageBatch(send -> send.queueUrl(url).entries(entries));
      }
    }
  }

  private static SendMessageBatchRequestEntry letter(int number, String reason) {
    Map<String, Object> detail =
        Map.of(
            "id",
            "e" + number,
            "source",
            "github",
            "account",
            "default",
            "type",
            "ping",
            "data",
            Map.of());
    Map<String, Object> routed =
        Map.of(
            "route", "record",
            "connectors", List.of("splunk"),
            "deliveries", List.of(Map.of("connector", "splunk", "index", "many", "place", 0)),
            "event", Map.of("detail", detail));
    Map<String, MessageAttributeValue> attributes = new HashMap<>();
    Map.of("state", "dead", "reason", reason, "connector", "splunk")
        .forEach(
            (name, value) ->
                attributes.put(
                    name,
                    MessageAttributeValue.builder().dataType("String").stringValue(value).build()));
    return SendMessageBatchRequestEntry.builder()
        .id("n" + number)
        .messageBody(Json.write(routed))
        .messageAttributes(attributes)
        .build();
  }

  private Set<String> listed(String... more) {
    List<String> command = new ArrayList<>(List.of("deadletters", "--json"));
    command.addAll(List.of(more));
    String printed = hub.run(command.toArray(String[]::new));
    return ((List<?>) Json.parse(printed.substring(printed.indexOf('['))))
        .stream()
            .map(letter -> (String) Json.object(letter).get("event"))
            .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void putsBackByCauseAtTheRateThatIsAskedFor() throws IOException {
    bury(0, 300, "HTTP 404");
    bury(300, 600, "HTTP 401");
    try (CountingLine line = new CountingLine(hub.hub().endpointUrl())) {
      long begun = System.nanoTime();
      String[] command = {"redrive", "--reason", "401", "--rate", "100", "--aws-port", line.port()};
      assertThat(Main.run(command)).isZero();
      assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun)).isGreaterThan(2800);
      // In tens, where one by one they would be three hundred each.
      assertThat(line.calls("SendMessage")).isZero();
      assertThat(line.calls("SendMessageBatch")).isBetween(30, 150);
      assertThat(line.calls("DeleteMessageBatch")).isBetween(30, 150);
    }
    assertThat(listed("--reason", "401")).isEmpty();
    assertThat(listed("--reason", "404")).hasSize(300);
  }

  @Test
  void losesNothingWhenItIsCutOff() throws Exception {
    bury(0, 60, "HTTP 401");
    Process process = redrive();
    TestHub.await(() -> hub.queued("patchbay-splunk") > 10 || !process.isAlive());
    process.destroyForcibly().waitFor();
    Set<String> left = listed();
    assertThat(left).hasSizeBetween(1, 50);
    assertThat(withTaken(left)).hasSize(60);
  }

  /** As a user runs it, so that it can be killed. */
  private Process redrive() throws IOException {
    List<String> command =
        new ArrayList<>(HubProcess.java(List.of("-cp", System.getProperty("java.class.path"))));
    command.addAll(
        List.of(
            "dev.patchbay.cli.Main",
            "redrive",
            "--reason",
            "401",
            "--rate",
            "20",
            "--aws-port",
            Integer.toString(Running.port(hub.hub().endpointUrl()))));
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("redrive.log").toFile())
        .start();
  }

  /** Those letters' events, and those that the function has got to know since. */
  private Set<String> withTaken(Set<String> left) {
    Set<String> all = new TreeSet<>(left);
    try (HubView view = new HubView(Running.at(hub.hub()))) {
      TestHub.await(
          () -> {
            IntStream.range(0, 60)
                .mapToObj(number -> "github/default/e" + number)
                .filter(event -> !all.contains(event))
                .filter(event -> !view.ledger().state(new LedgerView.Key(event, PLACE)).isEmpty())
                .toList()
                .forEach(all::add);
            return all.size() == 60;
          });
    }
    return all;
  }

  @Test
  void losesNothingWhereAwsFails() throws Exception {
    bury(0, 60, "HTTP 401");
    hub.close();
    hub = start(20);
    for (int i = 0; i < 20 && !listedAtLast().isEmpty(); i++) {
      hub.run("redrive", "--reason", "401", "--rate", "500");
    }
    assertThat(withTaken(Set.of())).hasSize(60);
  }

  private Set<String> listedAtLast() {
    for (int i = 0; i < 20; i++) {
      try {
        return listed();
      } catch (RuntimeException _) { // the listing itself failed, and said so
        continue;
      }
    }
    throw new AssertionError("not once in twenty times");
  }

  @Test
  void saysThatThereIsNoSuchLetter() {
    bury(0, 10, "HTTP 401");
    assertThat(hub.run("redrive", "NO-SUCH-ID")).isEqualTo("1");
    assertThat(hub.run("discard", "NO-SUCH-ID", "--yes")).isEqualTo("1");
    assertThat(hub.run("deadletters", "NO-SUCH-ID")).isEqualTo("1");
    assertThat(listed()).hasSize(10);
  }

  @Test
  void putsNothingBackTwiceThatIsGivenUpAgainMeanwhile() {
    // What is no message of a route is a letter again as soon as it is put back.
    hub.send(LETTERS, "junk");
    assertThat(hub.run("redrive", "--connector", "splunk", "--until", "2099-01-01T00:00:00Z"))
        .startsWith("0 1 put back");
    TestHub.await(
        () -> hub.run("deadletters").contains("malformed message") && hub.queued(LETTERS) == 1);
  }
}
