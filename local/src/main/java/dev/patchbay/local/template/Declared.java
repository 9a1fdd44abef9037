package dev.patchbay.local.template;

import java.util.Map;

/**
 * A resource as a template declares it, intrinsic functions resolved.
 *
 * @param stack name of its stack
 */
public record Declared(
    String stack, String logicalId, String type, Map<String, Object> properties) {}
