package dev.patchbay.webhooks.publishing;

import dev.patchbay.core.event.DataRef;
import dev.patchbay.core.event.Room;
import dev.patchbay.core.json.Json;
import dev.patchbay.core.text.Excerpt;
import dev.patchbay.webhooks.bus.BusEntry;
import dev.patchbay.webhooks.normalising.Draw;
import dev.patchbay.webhooks.reading.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes events for the bus. One that would not pass SNS with its envelope (256 KiB) leaves its
 * payload in the store and keeps only the payload's shape, long strings and arrays cut.
 * Thread-safe.
 */
final class ClaimCheck {
  private static final int MOST_BYTES = Room.DETAIL;

  private static final String JOINT = ",\"data\":";

  private final PayloadStore store;

  ClaimCheck(PayloadStore store) {
    this.store = store;
  }

  BusEntry entry(Draw event) {
    byte[] data = event.dataBytes();
    String head = Json.write(event.attributes());
    String source = (String) event.attributes().get("source");
    String type = (String) event.attributes().get("type");
    long most = MOST_BYTES - JOINT.length() - (long) data.length;
    if (head.length() * 3L > most && size(head) > most) {
      return new BusEntry(source, type, Characters.safe(checked(event, data)));
    }
    String whole = joined(head, new String(data, StandardCharsets.UTF_8));
    return new BusEntry(source, type, Characters.safe(whole));
  }

  private static int size(String text) {
    return Bytes.utf8(text).length;
  }

  private static String joined(String head, String data) {
    return head.substring(0, head.length() - 1) + JOINT + data + "}";
  }

  private String checked(Draw event, byte[] data) {
    DataRef ref = store.keep(key(event.attributes()), data, "application/json");
    Map<String, Object> attributes = new LinkedHashMap<>(event.attributes());
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("bucket", ref.bucket());
    fields.put("key", ref.key());
    fields.put("size", ref.size());
    fields.put("sha256", ref.sha256());
    attributes.put("dataRef", fields);
    String head = Json.write(attributes);
    for (int most = 4096; most >= 1; most /= 4) {
      String cut = joined(head, Json.write(cut(event.data(), most)));
      if (size(cut) <= MOST_BYTES) {
        return cut;
      }
    }
    return joined(head, "{}");
  }

  private static Object cut(Object value, int most) {
    return switch (value) {
      case String text -> Excerpt.ofCharacters(text, most + 1);
      case List<?> list ->
          list.stream()
              .limit(most)
              .map(item -> cut(item, most))
              .collect(ArrayList::new, List::add, List::addAll);
      case Map<?, ?> object -> {
        Map<String, Object> copy = new LinkedHashMap<>();
        object.entrySet().stream()
            .limit(Math.max(most, 16))
            .forEach(item -> copy.put((String) item.getKey(), cut(item.getValue(), most)));
        yield copy;
      }
      case null, default -> value;
    };
  }

  private static String key(Map<String, Object> attributes) {
    String day = ((String) attributes.get("receivedAt")).substring(0, 10);
    return attributes.get("source")
        + "/"
        + attributes.get("account")
        + "/"
        + day
        + "/"
        + safe((String) attributes.get("id"));
  }

  /**
   * Ids come from outside: what is not plain is replaced, and a digest keeps two such ids apart.
   */
  private static String safe(String id) {
    String plain = id.replaceAll("[^A-Za-z0-9._-]", "_");
    return plain.equals(id) && !id.startsWith(".")
        ? id
        : plain.replace('.', '_')
            + "-"
            + HexFormat.of().formatHex(Bytes.digest("sha256").digest(Bytes.utf8(id)), 0, 6);
  }
}
