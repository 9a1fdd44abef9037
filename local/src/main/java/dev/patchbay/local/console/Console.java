package dev.patchbay.local.console;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import dev.patchbay.core.json.Json;
import dev.patchbay.core.json.JsonException;
import dev.patchbay.local.sandbox.Inbox;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The console: one page that shows events, deliveries, refusals, dead letters and the sandbox's
 * inbox as they come, and sends samples, redrives, discards and replays.
 *
 * <p>It answers no request whose Host is another than this machine's, so that no page of the web
 * can read it under a name of its own (DNS rebinding); and it acts only on requests with a header
 * that no page of another origin can send without asking, and nobody who asks is let in (CSRF).
 */
public final class Console implements HttpHandler {
  private static final int MOST_EVENTS = 50;
  private static final int MOST_ARRIVALS = 200;
  private static final int MOST_BYTES = 64 * 1024;

  /** The page sends it with each action. */
  private static final String OWN_HEADER = "X-Patchbay-Console";

  private static final Set<String> HOSTS = Set.of("localhost", "127.0.0.1", "[::1]");
  private static final Map<String, String> PAGES =
      Map.of(
          "/", "index.html text/html",
          "/console.css", "console.css text/css",
          "/console.js", "console.js text/javascript");

  private final View view;
  private final Actions actions;
  private final Inbox inbox;
  private final Supplier<List<Map<String, Object>>> alarms;

  /**
   * @param alarms those of the hub, with their {@code state}
   */
  public Console(
      View view, Actions actions, Inbox inbox, Supplier<List<Map<String, Object>>> alarms) {
    this.view = view;
    this.actions = actions;
    this.inbox = inbox;
    this.alarms = alarms;
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      if (!isOwnHost(exchange.getRequestHeaders().getFirst("Host"))) {
        send(
            exchange,
            403,
            "text/plain",
            "the console answers on this machine only".getBytes(StandardCharsets.UTF_8));
      } else if ("POST".equals(exchange.getRequestMethod()) && path.startsWith("/do/")) {
        act(exchange, path.substring("/do/".length()));
      } else if (!"GET".equals(exchange.getRequestMethod())) {
        send(exchange, 405, "text/plain", "no such action".getBytes(StandardCharsets.UTF_8));
      } else if (PAGES.containsKey(path)) {
        page(exchange, PAGES.get(path).split(" "));
      } else {
        data(exchange, path);
      }
    }
  }

  private void act(HttpExchange exchange, String action) throws IOException {
    if (exchange.getRequestHeaders().getFirst(OWN_HEADER) == null) {
      error(exchange, 403, "only the console's own page may ask for this");
      return;
    }
    byte[] body = exchange.getRequestBody().readNBytes(MOST_BYTES);
    try {
      Actions.Done done = actions.act(action, Json.parseObject(body));
      send(
          exchange,
          200,
          "application/json",
          Json.writeBytes(
              Map.of("command", done.command(), "done", done.done(), "output", done.output())));
    } catch (IllegalArgumentException | JsonException e) {
      error(exchange, 400, e.getMessage());
    }
  }

  private static void error(HttpExchange exchange, int status, String message) throws IOException {
    send(exchange, status, "application/json", Json.writeBytes(Map.of("error", message)));
  }

  private static boolean isOwnHost(String host) {
    return host != null && HOSTS.contains(host.replaceFirst(":\\d+$", ""));
  }

  private void data(HttpExchange exchange, String path) throws IOException {
    String query = exchange.getRequestURI().getRawQuery();
    Object answer =
        switch (path) {
          case "/data/events" -> view.events(MOST_EVENTS);
          case "/data/refusals" -> view.refusals(MOST_EVENTS);
          case "/data/deadletters" -> view.deadLetters(MOST_EVENTS);
          case "/data/alarms" ->
              alarms.get().stream().filter(it -> "ALARM".equals(it.get("state"))).toList();
          case "/data/samples" -> view.samples();
          case "/data/trace" -> view.trace(value(query)).orElse(null);
          case "/data/inbox" -> inbox(value(query));
          default -> null;
        };
    if (answer == null) {
      error(exchange, 404, "not found");
      return;
    }
    send(exchange, 200, "application/json", Json.writeBytes(answer));
  }

  private List<Map<String, Object>> inbox(String after) {
    long number = after.matches("\\d{1,15}") ? Long.parseLong(after) : 0;
    return inbox.after(number, MOST_ARRIVALS).stream().map(Console::shown).toList();
  }

  private static Map<String, Object> shown(Inbox.Arrival arrival) {
    Map<String, Object> shown = new LinkedHashMap<>();
    shown.put("number", arrival.number());
    shown.put("at", arrival.at().toString());
    shown.put("connector", arrival.connector());
    shown.put("kind", arrival.kind());
    shown.put("to", arrival.to());
    shown.put("from", arrival.from());
    shown.put("name", arrival.name());
    shown.put("text", arrival.text());
    shown.put("receipt", arrival.receipt());
    return shown;
  }

  /** The value of a query's one parameter. */
  private static String value(String query) {
    return query == null
        ? ""
        : URLDecoder.decode(query.substring(query.indexOf('=') + 1), StandardCharsets.UTF_8);
  }

  private static void page(HttpExchange exchange, String[] page) throws IOException {
    try (InputStream in = Console.class.getResourceAsStream(page[0])) {
      send(exchange, 200, page[1], in.readAllBytes());
    }
  }

  private static void send(HttpExchange exchange, int status, String type, byte[] body)
      throws IOException {
    exchange.getResponseHeaders().set("Content-Type", type + "; charset=utf-8");
    exchange.getResponseHeaders().set("Cache-Control", "no-store");
    exchange.getResponseHeaders().set("X-Content-Type-Options", "nosniff");
    exchange
        .getResponseHeaders()
        .set(
            "Content-Security-Policy",
            "default-src 'self'; frame-ancestors 'none'; base-uri 'none'");
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
  }
}
