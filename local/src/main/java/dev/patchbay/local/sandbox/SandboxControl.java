package dev.patchbay.local.sandbox;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import dev.patchbay.core.catalog.Catalog;
import dev.patchbay.core.json.BindingException;
import dev.patchbay.core.json.Json;
import dev.patchbay.core.json.JsonException;
import java.io.IOException;
import java.util.Map;

/**
 * Tells stand-ins to fail while the hub runs: {@code GET /control/sandbox/} says which do, {@code
 * PUT /control/sandbox/CONNECTOR} makes one fail, {@code DELETE} makes it well. Thread-safe.
 *
 * <p>Both changes ask for a header that a page of the web cannot send without this server's leave,
 * which it never gives.
 */
public final class SandboxControl implements HttpHandler {
  /** Where it lives on the console's server. */
  public static final String PATH = "/control/sandbox/";

  /** The header, whose value makes no difference. */
  public static final String HEADER = "X-Patchbay-Control";

  private static final int MAX_BODY = 4096;

  private final Catalog catalog;
  private final Faults faults;

  public SandboxControl(Catalog catalog, Faults faults) {
    this.catalog = catalog;
    this.faults = faults;
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String connector = exchange.getRequestURI().getPath().substring(PATH.length());
      if (!exchange.getRequestHeaders().containsKey(HEADER)) {
        answer(exchange, 403, Map.of("error", "only ./patchbay sandbox may ask this"));
      } else if (connector.isEmpty()) {
        answer(exchange, 200, faults.all());
      } else if (catalog.connector(connector).filter(it -> it.sandbox() != null).isEmpty()) {
        answer(exchange, 404, Map.of("error", "the sandbox has no connector " + connector));
      } else {
        change(exchange, connector);
      }
    }
  }

  private void change(HttpExchange exchange, String connector) throws IOException {
    switch (exchange.getRequestMethod()) {
      case "PUT" -> {
        try {
          byte[] wish = exchange.getRequestBody().readNBytes(MAX_BODY);
          answer(exchange, 200, faults.put(connector, Json.parseObject(wish)).shown());
        } catch (BindingException | JsonException e) {
          answer(exchange, 400, Map.of("error", e.getMessage()));
        }
      }
      case "DELETE" -> {
        faults.clear(connector);
        answer(exchange, 200, Map.of());
      }
      default -> answer(exchange, 405, Map.of("error", "PUT or DELETE"));
    }
  }

  private static void answer(HttpExchange exchange, int status, Map<String, Object> body)
      throws IOException {
    byte[] bytes = Json.writeBytes(body);
    exchange.getResponseHeaders().set("Content-Type", "application/json; charset=utf-8");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }
}
