package dev.patchbay.catalog;

import dev.patchbay.core.json.Json;
import java.util.List;
import java.util.Map;

/**
 * Visits every value of an entry together with the part of the catalog's schema that describes it.
 */
final class EntryWalk {
  interface Visitor {
    void visit(Map<String, Object> schema, Object value, String path);
  }

  private final CatalogSchema schema;

  EntryWalk(CatalogSchema schema) {
    this.schema = schema;
  }

  void walk(Entry entry, Visitor visitor) {
    walk(schema.definition(entry.kind().word()), entry.json(), "$", visitor);
  }

  private void walk(Object reference, Object value, String path, Visitor visitor) {
    Map<String, Object> described = schema.resolved(reference);
    visitor.visit(described, value, path);
    if (value instanceof Map<?, ?> object) {
      Map<String, Object> properties = Json.object(described.getOrDefault("properties", Map.of()));
      Json.object(object)
          .forEach(
              (key, item) -> {
                Object under = properties.getOrDefault(key, described.get("additionalProperties"));
                if (under instanceof Map<?, ?>) {
                  walk(under, item, path + "." + key, visitor);
                }
              });
    }
    if (value instanceof List<?> array && described.get("items") instanceof Map<?, ?> items) {
      for (int i = 0; i < array.size(); i++) {
        walk(items, array.get(i), path + "[" + i + "]", visitor);
      }
    }
  }
}
