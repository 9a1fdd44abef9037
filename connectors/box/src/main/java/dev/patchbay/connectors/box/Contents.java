package dev.patchbay.connectors.box;

import dev.patchbay.connectors.spi.Delivery;
import dev.patchbay.core.event.Event;
import dev.patchbay.core.json.Json;
import dev.patchbay.core.json.JsonException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Makes the content of a delivery's file. Save for what is fetched, it is the same at each attempt,
 * so that an attempt that did arrive is recognised. Thread-safe.
 */
record Contents(Download download) {
  Content of(BoxParameters parameters, Delivery delivery) {
    if (parameters.fetches()) {
      return download.fetch(parameters.fetch());
    }
    return Content.of(
        switch (parameters.content()) {
          case "event" -> Json.pretty(whole(delivery)).getBytes(StandardCharsets.UTF_8);
          case "payload" -> delivery.whole().get();
          case String text -> text.getBytes(StandardCharsets.UTF_8);
        });
  }

  private static Map<String, Object> whole(Delivery delivery) {
    Event event = delivery.event();
    if (event.dataRef().isEmpty()) {
      return event.detail();
    }
    Map<String, Object> detail = new LinkedHashMap<>(event.detail());
    detail.remove("dataRef");
    detail.put("data", json(delivery.whole().get()));
    return detail;
  }

  private static Object json(byte[] payload) {
    try {
      return Json.parse(payload);
    } catch (JsonException _) {
      return new String(payload, StandardCharsets.UTF_8);
    }
  }
}
