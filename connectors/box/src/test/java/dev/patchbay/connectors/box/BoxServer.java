package dev.patchbay.connectors.box;

import dev.patchbay.connectors.spi.Delivery;
import dev.patchbay.connectors.spi.Outcome;
import dev.patchbay.connectors.spi.Sender;
import dev.patchbay.connectors.testkit.Entries;
import dev.patchbay.connectors.testkit.Loopback;
import dev.patchbay.core.event.Event;
import dev.patchbay.core.expression.Parameters;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import okhttp3.Dns;

/** A server in Box's place, and a connector that delivers to it. */
final class BoxServer implements AutoCloseable {
  static final String TOKEN = "a-very-secret-token";
  static final String FILE = "{\"total_count\":1,\"entries\":[{\"type\":\"file\",\"id\":\"77\"}]}";
  static final String HELLO_SHA1 = "aaf4c61ddcc5e8a2dabede0f3b482cd9aea9434d";
  static final String MARK = "01234567";

  private final Loopback box = new Loopback();

  static Event event() {
    Map<String, Object> detail = new LinkedHashMap<>();
    detail.putAll(Map.of("id", "a/1", "source", "github", "account", "default", "type", "push"));
    detail.putAll(Map.of("title", "Deploy failed", "actor", "..", "data", Map.of("n", 1)));
    detail.putAll(Map.of("time", "2026-11-23T10:00:00Z", "receivedAt", "2026-11-23T10:00:01Z"));
    return new Event(detail);
  }

  static String conflict(String item) {
    return "{\"type\":\"error\",\"status\":409,\"code\":\"item_name_in_use\",\"context_info\":"
        + "{\"conflicts\":%s}}".formatted(item);
  }

  static String file(String id, String sha1) {
    return "{\"type\":\"file\",\"id\":\"%s\",\"sha1\":\"%s\"}".formatted(id, sha1);
  }

  static String folder(String id) {
    return "{\"type\":\"folder\",\"id\":\"%s\"}".formatted(id);
  }

  BoxServer answers(int status, String body, String... headers) {
    box.answers(status, body, headers);
    return this;
  }

  BoxServer breaks() {
    box.breaks();
    return this;
  }

  Sender sender() {
    return sender(Map.of("token", TOKEN));
  }

  Sender sender(Map<String, Object> credentials) {
    Map<String, Object> secret = new HashMap<>(credentials);
    secret.putIfAbsent("baseUrl", box.url());
    return new BoxConnector(Duration.ofSeconds(20), Duration.ZERO, Dns.SYSTEM)
        .connect(Entries.connection("box", secret));
  }

  static Delivery delivery(Map<String, Object> parameters) {
    return new Delivery(
        MARK + "89abcdef0123456789abcdef",
        "a-route",
        event(),
        Parameters.render(Entries.of("box").parameters(), parameters, event().detail()),
        () -> "{\"n\":1}".getBytes(java.nio.charset.StandardCharsets.UTF_8));
  }

  Outcome send(Map<String, Object> parameters) {
    return sender().send(delivery(parameters));
  }

  /** What it was asked, in order. */
  List<String> asked() {
    return box.requests().stream().map(request -> request.method() + " " + request.path()).toList();
  }

  Loopback.Request request(int index) {
    return box.requests().get(index);
  }

  String url() {
    return box.url();
  }

  @Override
  public void close() {
    box.close();
  }
}
