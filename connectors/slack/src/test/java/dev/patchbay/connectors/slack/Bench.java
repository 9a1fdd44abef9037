package dev.patchbay.connectors.slack;

import dev.patchbay.connectors.spi.Delivery;
import dev.patchbay.connectors.spi.Outcome;
import dev.patchbay.connectors.spi.Reconciling;
import dev.patchbay.connectors.spi.Sender;
import dev.patchbay.connectors.testkit.Entries;
import dev.patchbay.connectors.testkit.InMemoryMemory;
import dev.patchbay.connectors.testkit.Loopback;
import dev.patchbay.core.event.Event;
import dev.patchbay.core.json.Json;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A bot before a stand-in of Slack's Web API, and an event to tell. */
final class Bench implements AutoCloseable {
  static final String TOKEN = "xoxb-very-secret";

  final Loopback slack = new Loopback();
  final InMemoryMemory memory = new InMemoryMemory(InstantSource.system());
  final Map<String, Object> event = new LinkedHashMap<>();
  final Sender sender = sender(Map.of("token", TOKEN));
  private int deliveries;

  Bench() {
    event.putAll(Map.of("id", "1", "source", "github", "account", "default"));
    event.putAll(Map.of("type", "deployment_status.failure", "subject", "acme/shop/7"));
    event.putAll(Map.of("time", "2026-11-23T10:00:00Z", "receivedAt", "2026-11-23T10:00:01Z"));
    event.putAll(Map.of("title", "Deploy failed", "actor", "ann", "severity", "error"));
    event.putAll(Map.of("url", "https://example.com/1?a=1&b=2"));
    event.put("data", Map.of("number", 42, "list", List.of("<!here>", Map.of("a", "<@U1>"))));
  }

  /** Another instance of the function, with the same memory. */
  Sender sender(Map<String, Object> secret) {
    Map<String, Object> fields = new LinkedHashMap<>(secret);
    fields.put("baseUrl", slack.url());
    return new SlackConnector().connect(Entries.connection("slack", fields, memory));
  }

  /** A new delivery to #ops. */
  Delivery delivery(Map<String, Object> parameters) {
    Map<String, Object> all = new LinkedHashMap<>(Map.of("channel", "#ops"));
    all.putAll(parameters);
    Delivery rendered = Entries.delivery("slack", new Event(event), all);
    return new Delivery(
        "delivery-" + ++deliveries,
        rendered.route(),
        rendered.event(),
        rendered.parameters(),
        rendered.whole());
  }

  Outcome send(Map<String, Object> parameters) {
    return sender.send(delivery(parameters));
  }

  Reconciling asked() {
    return (Reconciling) sender;
  }

  Bench posts(String ts) {
    slack.answers(
        200, "{\"ok\":true,\"channel\":\"C012345678\",\"ts\":\"1700000000.%s\"}".formatted(ts));
    return this;
  }

  Bench refuses(String error) {
    slack.answers(200, "{\"ok\":false,\"error\":\"" + error + "\"}");
    return this;
  }

  String path(int request) {
    return slack.requests().get(request).path();
  }

  int calls() {
    return slack.requests().size();
  }

  Map<String, String> form(int request) {
    Map<String, String> form = new LinkedHashMap<>();
    for (String field : slack.requests().get(request).body().split("&")) {
      String[] pair = field.split("=", 2);
      form.put(pair[0], URLDecoder.decode(pair[1], StandardCharsets.UTF_8));
    }
    return form;
  }

  /** The objects of a field that holds a JSON array. */
  List<Map<String, Object>> objects(int request, String field) {
    return ((List<?>) Json.parse(form(request).get(field))).stream().map(Json::object).toList();
  }

  @Override
  public void close() {
    slack.close();
  }
}
