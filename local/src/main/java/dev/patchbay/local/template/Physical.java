package dev.patchbay.local.template;

import java.util.Map;

/**
 * A resource that stands.
 *
 * @param ref what {@code Ref} gives
 * @param attributes what {@code Fn::GetAtt} gives, by attribute
 */
public record Physical(String ref, Map<String, String> attributes) {}
