package dev.patchbay.local.sandbox;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import dev.patchbay.core.catalog.Catalog;
import dev.patchbay.core.catalog.ConnectorEntry;
import dev.patchbay.core.json.Json;
import dev.patchbay.local.aws.AwsEndpoint;
import dev.patchbay.local.aws.Signed;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * The stand-ins of all destinations, at {@code /sandbox/CONNECTOR/…}: each checks what it gets and
 * answers as its catalog entry says the real one would, and what it accepts lands in the inbox.
 * Thread-safe.
 */
public final class Sandbox implements HttpHandler {
  /** Where the stand-ins live on their server. */
  public static final String PATH = "/sandbox/";

  /** Box's chunked upload starts below this; nothing larger comes in one request. */
  private static final int MAX_BODY = 64 * 1024 * 1024;

  private static final int MOST_SHOWN = 200;

  private final Catalog catalog;
  private final Function<String, Map<String, Object>> secrets;
  private final Inbox inbox;
  private final Faults faults;
  private final Proofs proofs;
  private final InstantSource clock;
  private final Map<String, StandIn> standIns = new ConcurrentHashMap<>();

  /**
   * @param secrets the stand-in's own secret by connector, which the caller must know
   * @param proofs of signatures that the caller must bear
   */
  public Sandbox(
      Catalog catalog,
      Function<String, Map<String, Object>> secrets,
      Inbox inbox,
      Faults faults,
      Proofs proofs,
      InstantSource clock) {
    this.catalog = catalog;
    this.secrets = secrets;
    this.inbox = inbox;
    this.faults = faults;
    this.proofs = proofs;
    this.clock = clock;
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String rest = exchange.getRequestURI().getPath().substring(PATH.length());
      int slash = rest.indexOf('/');
      String connector = slash < 0 ? rest : rest.substring(0, slash);
      Optional<StandIn> standIn = standIn(connector);
      byte[] raw = exchange.getRequestBody().readNBytes(MAX_BODY);
      if (standIn.isEmpty()) {
        answer(
            exchange, 404, Map.of(), Map.of("error", "the sandbox has no connector of this name"));
        return;
      }
      Optional<Fault> fault = faults.of(connector);
      if (fault.isPresent() && !fault.get().isSlow()) {
        fail(exchange, standIn.get(), fault.get());
        return;
      }
      Map<String, Object> headers = headers(exchange);
      Map<String, Object> input =
          StandIn.input(
              exchange.getRequestMethod(),
              slash < 0 ? "/" : rest.substring(slash),
              exchange.getRequestURI().getRawQuery(),
              headers,
              Bodies.unpacked(exchange.getRequestHeaders().getFirst("Content-Encoding"), raw));
      Map<String, Object> secret = secrets.apply(connector);
      input.put("secret", secret);
      standIn
          .get()
          .found(signed(exchange, headers, raw), secret)
          .ifPresent(found -> input.put("signature", found));
      input.put("number", inbox.nextCall(connector));
      input.put("now", clock.instant().getEpochSecond());
      if (exchange.getRequestMethod().equals("GET")) {
        input.put("inbox", shown(connector));
      }
      reply(exchange, connector, standIn.get(), input, fault.isPresent());
    }
  }

  private static Signed signed(HttpExchange exchange, Map<String, Object> headers, byte[] raw) {
    Map<String, String> texts = new LinkedHashMap<>();
    headers.forEach((name, value) -> texts.put(name, value.toString()));
    return new Signed(
        exchange.getRequestMethod(),
        exchange.getRequestURI().getRawPath(),
        AwsEndpoint.query(exchange.getRequestURI().getRawQuery()),
        texts,
        raw);
  }

  /** As it was told to; a connection that is closed without an answer is how it refuses. */
  private void fail(HttpExchange exchange, StandIn standIn, Fault fault) throws IOException {
    if (!fault.isRefusing()) {
      StandIn.Reply reply = standIn.failing(fault, clock.instant());
      answer(exchange, reply.status(), reply.headers(), reply.body());
    }
  }

  private Optional<StandIn> standIn(String connector) {
    return catalog
        .connector(connector)
        .filter(entry -> entry.sandbox() != null)
        .map(entry -> standIns.computeIfAbsent(connector, _ -> compiled(entry)));
  }

  private StandIn compiled(ConnectorEntry entry) {
    return new StandIn(entry, inbox.memory(entry.name()), proofs.of(entry.sandbox().verify()));
  }

  private void reply(
      HttpExchange exchange,
      String connector,
      StandIn standIn,
      Map<String, Object> input,
      boolean isSlow)
      throws IOException {
    Optional<StandIn.Reply> reply = standIn.reply(input);
    if (reply.isEmpty()) {
      String call = input.get("method") + " " + input.get("path");
      answer(exchange, 404, Map.of(), Map.of("error", "the sandbox has no endpoint for " + call));
      return;
    }
    StandIn.Reply made = reply.get();
    made.lines().forEach(line -> inbox.add(arrival(connector, standIn.kind(), line)));
    if (isSlow) {
      delay();
    }
    answer(exchange, made.status(), made.headers(), made.body());
  }

  private static void delay() {
    try {
      Thread.sleep(Fault.DELAY);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** What a destination that can be asked for what it has knows. */
  private List<Map<String, Object>> shown(String connector) {
    return inbox.newest(connector, MOST_SHOWN).stream()
        .map(
            arrival -> {
              Map<String, Object> line = new LinkedHashMap<>();
              line.put("number", arrival.number());
              line.put("at", arrival.at().getEpochSecond());
              line.put("to", arrival.to());
              line.put("from", arrival.from());
              line.put("name", arrival.name());
              line.put("text", arrival.text());
              line.put("receipt", arrival.receipt());
              return line;
            })
        .toList();
  }

  private Inbox.Arrival arrival(String connector, String kind, StandIn.Line line) {
    return new Inbox.Arrival(
        0,
        clock.instant(),
        connector,
        kind,
        line.to(),
        line.from(),
        line.name(),
        line.text(),
        line.receipt());
  }

  private static Map<String, Object> headers(HttpExchange exchange) {
    Map<String, Object> headers = new LinkedHashMap<>();
    exchange
        .getRequestHeaders()
        .forEach(
            (name, values) -> headers.put(name.toLowerCase(Locale.ROOT), String.join(",", values)));
    return headers;
  }

  private static void answer(
      HttpExchange exchange, int status, Map<String, Object> headers, Object body)
      throws IOException {
    boolean text = body instanceof String;
    byte[] bytes =
        switch (body) {
          case null -> new byte[0];
          case String plain -> plain.getBytes(StandardCharsets.UTF_8);
          default -> Json.writeBytes(body);
        };
    exchange
        .getResponseHeaders()
        .set(
            "Content-Type", text ? "text/plain; charset=utf-8" : "application/json; charset=utf-8");
    headers.forEach((name, value) -> exchange.getResponseHeaders().set(name, value.toString()));
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    if (bytes.length > 0) {
      exchange.getResponseBody().write(bytes);
    }
  }
}
