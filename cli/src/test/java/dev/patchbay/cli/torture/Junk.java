package dev.patchbay.cli.torture;

import dev.patchbay.core.json.Json;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** Messages that nobody of ours sent. */
final class Junk {
  /** Such as no hop can make anything of, by what is wrong with them. */
  static final List<String> CORRUPTED =
      List.of(
          " ",
          "{",
          "[]",
          "{\"route\":1}",
          "{\"a\":".repeat(500),
          "{\"source\":\"github\",\"type\":\"push\",\"detail\":\"junk{\"}",
          "{\"source\":\"github\",\"type\":\"push\",\"detail\":\"[1]\"}",
          "{\"source\":\"github\",\"type\":\"push\",\"detail\":\"{\\\"id\\\":7}\"}",
          routed("\"id\":\"" + "9".repeat(3000) + "\"", ""),
          routed("\"id\":7", ""),
          routed("\"id\":\"w\"", ",\"digest\":\"5m\",\"window\":\"noon\""),
          routed("\"id\":\"w\"", ",\"digest\":\"5m\",\"window\":[]"),
          routed("\"id\":\"q\"", ",\"quiet\":{\"from\":\"dusk\"}"),
          routed("\"id\":\"l\"", "").replace("\"record\"", "\"" + "r".repeat(2000) + "\""));

  /** What a value may have become. */
  private static final List<Object> WRONG =
      Arrays.asList(
          null,
          "",
          " ",
          -1,
          1e300,
          true,
          List.of(),
          List.of(List.of()),
          Map.of(),
          Map.of("a", Map.of("b", 1)),
          "{{ $error('no') }}",
          "{{",
          "x".repeat(5000),
          "\u0000\uD800",
          "9999-12-31T23:59:59Z",
          "-999999999-01-01T00:00:00Z");

  private final Random random;

  Junk(long seed) {
    this.random = new Random(seed);
  }

  private static String routed(String id, String delivery) {
    return "{\"route\":\"record\",\"connectors\":[\"splunk\"],\"deliveries\":[{\"connector\":\"splunk\""
        + delivery
        + "}],\"event\":{\"detail\":{"
        + id
        + ",\"source\":\"github\",\"account\":\"default\",\"type\":\"ping\"}}}";
  }

  /** The body with one of its values gone wrong, wherever it stands. */
  String spoilt(String body) {
    Object message = Json.parse(body);
    List<List<Object>> places = new ArrayList<>();
    collect(message, List.of(), places);
    return Json.write(with(message, places.get(random.nextInt(places.size()))));
  }

  private static void collect(Object value, List<Object> path, List<List<Object>> places) {
    if (!path.isEmpty()) {
      places.add(path);
    }
    if (value instanceof Map<?, ?> map) {
      new TreeMap<>(Json.object(map)) // in an order that is the same each time
          .forEach((key, inside) -> collect(inside, below(path, key), places));
    } else if (value instanceof List<?> list) {
      for (int i = 0; i < list.size(); i++) {
        collect(list.get(i), below(path, i), places);
      }
    }
  }

  private static List<Object> below(List<Object> path, Object step) {
    List<Object> longer = new ArrayList<>(path);
    longer.add(step);
    return longer;
  }

  private Object with(Object value, List<Object> path) {
    if (path.isEmpty()) {
      return WRONG.get(random.nextInt(WRONG.size()));
    }
    List<Object> rest = path.subList(1, path.size());
    if (path.getFirst() instanceof Integer index) {
      List<Object> list = new ArrayList<>((List<?>) value);
      list.set(index, with(list.get(index), rest));
      return list;
    }
    Map<String, Object> map = new LinkedHashMap<>(Json.object(value));
    String key = path.getFirst().toString();
    map.put(key, with(map.get(key), rest));
    return map;
  }
}
