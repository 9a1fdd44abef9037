package dev.patchbay.connectors.twilio;

import dev.patchbay.connectors.spi.Delivery;
import dev.patchbay.connectors.spi.Outcome;
import dev.patchbay.connectors.spi.Sender;
import dev.patchbay.connectors.testkit.Entries;
import dev.patchbay.connectors.testkit.Loopback;
import dev.patchbay.core.event.Event;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The connector with the real SDK, and a Twilio on loopback. */
final class Bench implements AutoCloseable {
  static final String SID = "AC00000000000000000000000000000000";
  static final String AUTH_TOKEN = "a-very-secret-token";
  static final String TO = "+15005550009";

  final Loopback twilio = new Loopback();
  private final TwilioConnector connector;

  Bench() {
    this(null);
  }

  Bench(String publicUrl) {
    connector = new TwilioConnector(Optional.ofNullable(publicUrl), Duration.ofSeconds(20));
  }

  static Event event(String title) {
    Map<String, Object> detail = new HashMap<>();
    detail.putAll(Map.of("id", "1", "source", "github", "account", "default", "type", "push"));
    detail.putAll(Map.of("receivedAt", "2026-11-23T10:00:00Z", "severity", "error"));
    detail.putAll(Map.of("title", title, "url", "https://example.com/1"));
    return new Event(detail);
  }

  /** A sender with more in its secret than the credentials; one connector makes all of them. */
  Sender sender(Map<String, Object> more) {
    Map<String, Object> secret = new HashMap<>(more);
    secret.putAll(Map.of("accountSid", SID, "authToken", AUTH_TOKEN, "baseUrl", twilio.url()));
    return connector.connect(Entries.connection("twilio", secret));
  }

  Outcome send(Map<String, Object> parameters) {
    return sender(Map.of()).send(delivery(parameters));
  }

  static Delivery delivery(Map<String, Object> parameters) {
    return delivery("Deploy\nfailed", parameters);
  }

  static Delivery delivery(String title, Map<String, Object> parameters) {
    Map<String, Object> all = new HashMap<>(parameters);
    all.putIfAbsent("to", TO);
    return Entries.delivery("twilio", event(title), all);
  }

  /** Another delivery with the same words. */
  static Delivery other(Delivery one) {
    return new Delivery("another", one.route(), one.event(), one.parameters(), one.whole());
  }

  /** The fields of the last request; the last of those that repeat. */
  Map<String, String> form() {
    Map<String, String> form = new HashMap<>();
    fields().forEach(field -> form.put(field.getKey(), field.getValue()));
    return form;
  }

  List<Map.Entry<String, String>> fields() {
    List<Map.Entry<String, String>> fields = new ArrayList<>();
    for (String field : twilio.requests().getLast().body().split("&")) {
      String[] pair = field.split("=", 2);
      fields.add(Map.entry(pair[0], URLDecoder.decode(pair[1], StandardCharsets.UTF_8)));
    }
    return fields;
  }

  @Override
  public void close() {
    twilio.close();
  }
}
