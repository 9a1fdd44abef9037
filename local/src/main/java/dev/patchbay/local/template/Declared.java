package dev.patchbay.local.template;

import java.nio.file.Path;
import java.util.Map;

/**
 * A resource as a template declares it, intrinsic functions resolved.
 *
 * @param stack name of its stack
 * @param folder of its template, to which paths are relative
 */
public record Declared(
    String stack, Path folder, String logicalId, String type, Map<String, Object> properties) {}
