package dev.patchbay.connectors.box;

import dev.patchbay.connectors.spi.Delivery;
import dev.patchbay.core.event.Event;
import dev.patchbay.core.json.Json;
import dev.patchbay.core.json.JsonException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A delivery's parameters.
 *
 * @param folder id, or a path from the root folder whose missing folders are made
 * @param name of the file
 * @param content {@code event} for the event as JSON, {@code payload} for the payload as it came,
 *     else the text itself
 */
record BoxParameters(String folder, String name, String content) {
  /** In characters (https://developer.box.com/reference/post-files-content/). */
  private static final int LONGEST_NAME = 255;

  BoxParameters {
    folder = folder == null || folder.isBlank() ? "0" : folder.strip();
    name = shortened(safe(name == null ? "" : name));
    content = content == null ? "event" : content;
  }

  /** Whether the folder is a path; else it is an id. */
  boolean namesPath() {
    return folder.contains("/");
  }

  /** The names of a path's folders, from the root down. */
  List<String> path() {
    return Arrays.stream(folder.split("/"))
        .filter(part -> !part.isBlank())
        .map(BoxParameters::safe)
        .toList();
  }

  /** The same bytes at each attempt, so that an attempt that did arrive is recognised. */
  byte[] bytes(Delivery delivery) {
    return switch (content) {
      case "event" -> Json.pretty(whole(delivery)).getBytes(StandardCharsets.UTF_8);
      case "payload" -> delivery.whole().get();
      default -> content.getBytes(StandardCharsets.UTF_8);
    };
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

  /** Box refuses slashes, control characters and spaces at the ends in names. */
  private static String safe(String name) {
    return name.replaceAll("[/\\\\\\p{Cntrl}\\u2028\\u2029]", "_").strip();
  }

  private static String shortened(String name) {
    if (name.length() <= LONGEST_NAME) {
      return name;
    }
    int dot = name.lastIndexOf('.');
    String extension = dot > name.length() - 10 ? name.substring(dot) : "";
    return name.substring(0, LONGEST_NAME - extension.length()) + extension;
  }
}
