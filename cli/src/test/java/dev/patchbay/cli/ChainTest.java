package dev.patchbay.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.patchbay.core.catalog.CatalogFile;
import dev.patchbay.core.event.Event;
import dev.patchbay.core.json.Json;
import dev.patchbay.core.json.Records;
import dev.patchbay.webhooks.sample.Sample;
import dev.patchbay.webhooks.sample.Samples;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The way from the bus to the queues by the project's own templates: what the laptop delivers is
 * what moto delivers, into which the same templates are replayed after AWS's own SAM transform.
 */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class ChainTest {
  private static final Path ROOT = Path.of(System.getProperty("patchbay.root"));
  private static final CatalogFile CATALOG =
      CatalogFile.read(ROOT.resolve("connector-catalog.json"));

  /** Patterns of every kind that moto knows, and texts that have to survive the templates. */
  private static final String ROUTES =
      """
      routes:
        - name: everything
          when: {source: [{exists: true}]}
          deliver:
            - splunk: {event: "<main> & \\"quoted\\" \\\\ {{ type }}"}
        - name: code
          when: {source: [github, gitlab, bitbucket]}
          deliver:
            - slack: {channel: "#dev", text: "<{{ url }}|öffnen> 話 {{ $count(data.commits) }}"}
            - slack: {channel: "#second"}
            - box:
        - name: loud
          when: {severity: [error, critical], source: [{anything-but: [github]}]}
          deliver:
            - twilio: {to: "+15005550006"}
        - name: begins
          when: {type: [{prefix: p}], account: [default]}
          deliver:
            - slack: {channel: "#begins"}
        - name: never
          when: {source: [github], type: [no.such.type]}
          deliver:
            - slack: {channel: "#never"}
      """;

  @TempDir Path folder;

  @Test
  void deliversWhatMotoDelivers() throws Exception {
    Path routes = Files.writeString(folder.resolve("routes.json"), TestHub.compile(folder, ROUTES));
    List<Map<String, Object>> entries = entries();
    assertThat(entries).hasSizeGreaterThan(20);

    Map<String, List<String>> theirs = moto(routes, entries);
    Map<String, List<String>> ours;
    try (BusToQueues engine = new BusToQueues(folder, ROOT.resolve("template.yaml"), routes)) {
      entries.forEach(engine::put);
      ours = engine.bodies();
    }

    assertThat(ours.keySet())
        .containsExactlyInAnyOrder(
            "patchbay-box", "patchbay-slack", "patchbay-splunk", "patchbay-twilio");
    assertThat(ours.get("patchbay-splunk")).hasSameSizeAs(entries);
    assertThat(comparable(ours)).isEqualTo(comparable(theirs));
  }

  /** A sample of every source, as the webhook function puts it on the bus. */
  private static List<Map<String, Object>> entries() throws IOException {
    List<Map<String, Object>> entries = new ArrayList<>();
    for (String source : new TreeMap<>(CATALOG.sources()).keySet()) {
      List<Event> events =
          Samples.events(
              CATALOG.source(source).orElseThrow(),
              sample(source),
              Instant.parse("2026-11-27T01:00:00Z"));
      for (Event event : events) {
        entries.add(
            Map.of(
                "EventBusName",
                "patchbay",
                "Source",
                Event.SOURCE_PREFIX + event.source(),
                "DetailType",
                event.type(),
                "Detail",
                Json.write(event.detail())));
      }
    }
    return entries;
  }

  private static Sample sample(String source) throws IOException {
    try (Stream<Path> files = Files.list(ROOT.resolve("webhooks/sources/" + source + "/samples"))) {
      Path first = files.sorted().findFirst().orElseThrow();
      return Records.bind(Json.parseObject(Files.readString(first)), Sample.class);
    }
  }

  private Map<String, List<String>> moto(Path routes, List<Map<String, Object>> entries)
      throws IOException, InterruptedException {
    assumeTrue(hasMoto(), "moto and aws-sam-translator are not installed");
    Path in = Files.write(folder.resolve("entries.json"), Json.writeBytes(entries));
    Path out = folder.resolve("bodies.json");
    Path errors = folder.resolve("errors.txt");
    Process chain =
        new ProcessBuilder(
                "python3",
                ROOT.resolve("cli/src/test/python/chain.py").toString(),
                ROOT.resolve("template.yaml").toString(),
                routes.toString())
            .redirectInput(in.toFile())
            .redirectOutput(out.toFile())
            .redirectError(errors.toFile())
            .start();
    assertThat(chain.waitFor()).as(Files.readString(errors)).isZero();
    Map<String, List<String>> bodies = new TreeMap<>();
    Json.parseObject(Files.readString(out))
        .forEach(
            (queue, found) ->
                bodies.put(queue, ((List<?>) found).stream().map(Object::toString).toList()));
    return bodies;
  }

  private static boolean hasMoto() throws IOException, InterruptedException {
    try {
      return new ProcessBuilder("python3", "-c", "import moto, samtranslator")
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    }
  }

  /** By queue, the messages in an order that is no matter, without what differs by nature. */
  private static Map<String, List<String>> comparable(Map<String, List<String>> bodies) {
    Map<String, List<String>> comparable = new TreeMap<>();
    bodies.forEach(
        (queue, found) ->
            comparable.put(queue, found.stream().map(ChainTest::comparable).sorted().toList()));
    return comparable;
  }

  /** moto writes an event's time as a number, and adds when it took it. */
  private static String comparable(String body) {
    Map<String, Object> message = Json.parseObject(body);
    Map<String, Object> event = new LinkedHashMap<>(Json.object(message.get("event")));
    event.keySet().removeAll(List.of("id", "time", "ingestion-time"));
    message.put("event", event);
    return Json.write(plain(message));
  }

  /** Keys in order, and numbers as short as they can be written. */
  private static Object plain(Object value) {
    return switch (value) {
      case Map<?, ?> map -> {
        Map<String, Object> sorted = new TreeMap<>();
        map.forEach((key, item) -> sorted.put(key.toString(), plain(item)));
        yield sorted;
      }
      case List<?> list ->
          list.stream().map(ChainTest::plain).collect(ArrayList::new, List::add, List::addAll);
      case Number number -> new BigDecimal(number.toString()).stripTrailingZeros().toPlainString();
      case null, default -> value;
    };
  }
}
