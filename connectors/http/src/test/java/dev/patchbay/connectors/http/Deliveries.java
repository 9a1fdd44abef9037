package dev.patchbay.connectors.http;

import dev.patchbay.connectors.spi.BatchSender;
import dev.patchbay.connectors.spi.Connection;
import dev.patchbay.connectors.spi.Delivery;
import dev.patchbay.connectors.spi.FreeBatch;
import dev.patchbay.connectors.spi.Memory;
import dev.patchbay.connectors.spi.Outcome;
import dev.patchbay.connectors.testkit.InMemoryMemory;
import dev.patchbay.core.catalog.ConnectorEntry;
import dev.patchbay.core.event.Event;
import dev.patchbay.core.json.Json;
import dev.patchbay.core.json.Records;
import dev.patchbay.core.secret.Secret;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Sends one delivery of a small event by an entry written as JSON. */
final class Deliveries {
  static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");
  private static final Transport QUICK =
      new Transport(Duration.ofMillis(500), Duration.ofMillis(300));

  private Deliveries() {}

  static Event event() {
    return new Event(
        Json.parseObject(
            """
            {"id": "1", "source": "github", "account": "default", "type": "push",
             "time": "2023-11-14T22:13:20.123Z", "title": "a \\"quoted\\" title", "severity": "info",
             "data": {"count": 3, "path": "a/b c", "lines": "x\\r\\nInjected: yes", "none": null}}
            """));
  }

  static ConnectorEntry entry(String effect, String request) {
    return Records.bind(
        Json.parseObject(
            "{\"name\": \"x\", \"effect\": \"%s\", \"request\": %s}".formatted(effect, request)),
        ConnectorEntry.class);
  }

  static Outcome send(ConnectorEntry entry, String baseUrl, Map<String, Object> parameters) {
    return send(entry, baseUrl, parameters, _ -> {});
  }

  static Outcome send(
      ConnectorEntry entry,
      String baseUrl,
      Map<String, Object> parameters,
      Consumer<String> listener) {
    return send(QUICK, entry, baseUrl, parameters, listener);
  }

  static Outcome send(
      Transport transport, ConnectorEntry entry, String baseUrl, Map<String, Object> parameters) {
    return send(transport, entry, baseUrl, parameters, _ -> {});
  }

  private static Outcome send(
      Transport transport,
      ConnectorEntry entry,
      String baseUrl,
      Map<String, Object> parameters,
      Consumer<String> listener) {
    Map<String, Object> secret = new LinkedHashMap<>(Map.of("token", "s3cret-token"));
    if (baseUrl != null) {
      secret.put("baseUrl", baseUrl);
    }
    return new HttpConnector(
            entry.name(),
            transport,
            (_, _, _) -> true,
            Clock.fixed(NOW, ZoneOffset.UTC),
            "eu-west-1")
        .connect(new Connection(new Secret("patchbay/connectors/x", "", secret), entry, memory()))
        .send(
            new Delivery(
                "marker", "a-route", event(), parameters, () -> new byte[0], "", listener));
  }

  /** What a batch that waits for nothing comes to. */
  static List<Outcome> send(BatchSender sender, List<Delivery> deliveries) {
    FreeBatch batch = new FreeBatch();
    sender.send(deliveries, batch);
    return batch.outcomes(deliveries);
  }

  static Memory memory() {
    return new InMemoryMemory(InstantSource.system());
  }

  static Outcome send(ConnectorEntry entry, String baseUrl) {
    return send(entry, baseUrl, Map.of());
  }
}
