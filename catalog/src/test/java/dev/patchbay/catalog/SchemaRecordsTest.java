package dev.patchbay.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.core.catalog.ConnectorEntry;
import dev.patchbay.core.catalog.SourceEntry;
import dev.patchbay.core.json.Json;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * The catalog's schema and the records that read it say the same, both ways and all the way down.
 */
class SchemaRecordsTest {
  private final CatalogSchema schema = new CatalogSchema();
  private final Set<Class<?>> agreed = new HashSet<>();

  @Test
  void aConnectorsSchemaAndRecordAgree() {
    agree(schema.definition("connector"), ConnectorEntry.class, "connector");
  }

  @Test
  void aSourcesSchemaAndRecordAgree() {
    agree(schema.definition("source"), SourceEntry.class, "source");
  }

  @Test
  void everyDefinitionHasWords() {
    Map<String, Object> definitions =
        Json.object(Json.parseObject(CatalogSchema.text()).get("$defs"));
    definitions.forEach((name, definition) -> worded(definition, name));
  }

  private void worded(Object described, String at) {
    Map<String, Object> object = Json.object(described);
    if (!object.containsKey("$ref")) {
      assertThat(object).as(at).containsKeys("title", "description");
    }
    if (object.get("properties") instanceof Map<?, ?> properties) {
      Json.object(properties).forEach((name, item) -> worded(item, at + "." + name));
    }
  }

  private void agree(Object reference, Type type, String at) {
    Map<String, Object> described = schema.resolved(reference);
    if (type instanceof ParameterizedType generic) {
      boolean list = generic.getRawType() == List.class;
      assertThat(described.get("type")).as(at).isEqualTo(list ? "array" : "object");
      Type[] arguments = generic.getActualTypeArguments();
      Type item = arguments[arguments.length - 1];
      if (item instanceof ParameterizedType) {
        return; // the properties of an entry's own schemas, which are JSON as it is
      }
      agree(described.get(list ? "items" : "additionalProperties"), item, at + "[]");
      return;
    }
    scalar(described, (Class<?>) type, at);
  }

  private void scalar(Map<String, Object> described, Class<?> type, String at) {
    Object said = described.get("type");
    if (type.isRecord()) {
      record(described, type, at);
    } else if (type.isEnum()) {
      assertThat(Set.copyOf((List<?>) described.get("enum"))).as(at).isEqualTo(constants(type));
    } else if (type == Duration.class) {
      assertThat(described.get("title")).as(at).isEqualTo("Duration");
    } else if (type == String.class) {
      assertThat(said).as(at).isEqualTo("string");
    } else if (type == boolean.class || type == Boolean.class) {
      assertThat(said).as(at).isEqualTo("boolean");
    } else if (type == int.class || type == long.class || type == Integer.class) {
      assertThat(said).as(at).isEqualTo("integer");
    } else {
      assertThat(type).as(at).isEqualTo(Object.class);
    }
  }

  private void record(Map<String, Object> described, Class<?> type, String at) {
    if (!agreed.add(type)) {
      return; // an event's types hold events again
    }
    Map<String, Object> properties = Json.object(described.get("properties"));
    Set<String> components = new TreeSet<>();
    for (RecordComponent component : type.getRecordComponents()) {
      String key = component.getName().replaceAll("_$", "");
      components.add(key);
      assertThat(properties).as(at).containsKey(key);
      agree(properties.get(key), component.getGenericType(), at + "." + key);
    }
    assertThat(new TreeSet<>(properties.keySet())).as(at).isEqualTo(components);
    assertThat(described.get("additionalProperties")).as(at).isEqualTo(false);
  }

  private static Set<Object> constants(Class<?> type) {
    Set<Object> names = new TreeSet<>();
    Arrays.stream(type.getEnumConstants())
        .map(constant -> ((Enum<?>) constant).name().toLowerCase(Locale.ROOT).replace('_', '-'))
        .forEach(names::add);
    return names;
  }
}
