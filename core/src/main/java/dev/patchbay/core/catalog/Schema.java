package dev.patchbay.core.catalog;

import java.util.List;
import java.util.Map;

/**
 * A JSON Schema of an object, as far as Patchbay reads it; the rest is for the validator.
 *
 * @param properties by name, each with title, description, examples, and default or required
 */
public record Schema(
    String type,
    Map<String, Map<String, Object>> properties,
    List<String> required,
    Object additionalProperties,
    List<Object> anyOf,
    List<Object> oneOf) {}
