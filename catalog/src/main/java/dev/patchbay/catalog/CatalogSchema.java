package dev.patchbay.catalog;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.patchbay.core.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The JSON Schema of the catalog ({@code catalog.schema.json}). Thread-safe. */
public final class CatalogSchema {
  private static final String DEFINITION = "#/$defs/";

  private final SchemaRegistry registry =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
  private final Map<String, Object> document;
  private final Map<Kind, Schema> compiled = new EnumMap<>(Kind.class);

  CatalogSchema() {
    this.document = Json.parseObject(text());
    for (Kind kind : Kind.values()) {
      Map<String, Object> schema = new LinkedHashMap<>(definition(kind.word()));
      schema.put("$defs", document.get("$defs"));
      compiled.put(kind, compile(schema));
    }
  }

  /** The schema's text. */
  public static String text() {
    try (InputStream in = CatalogSchema.class.getResourceAsStream("catalog.schema.json")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What the validator says about an entry. */
  List<Error> errors(Entry entry) {
    return compiled.get(entry.kind()).validate(Json.write(entry.json()), InputFormat.JSON);
  }

  /** What the validator says about a value under a schema of the entry's own. */
  List<Error> errors(Map<String, Object> schema, Object value) {
    return compile(schema).validate(Json.write(value), InputFormat.JSON);
  }

  /** A named part of the schema, as JSON. */
  Map<String, Object> definition(String name) {
    return Json.object(Json.object(document.get("$defs")).get(name));
  }

  /** The schema itself, or the one that its {@code $ref} names. */
  Map<String, Object> resolved(Object schema) {
    Map<String, Object> object = Json.object(schema);
    return object.get("$ref") instanceof String ref
        ? definition(ref.substring(DEFINITION.length()))
        : object;
  }

  private Schema compile(Map<String, Object> schema) {
    return registry.getSchema(Json.write(schema), InputFormat.JSON);
  }
}
