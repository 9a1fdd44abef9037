package dev.patchbay.local.aws;

import java.util.Map;

/**
 * One operation that a call asks for.
 *
 * @param service signing name
 * @param name such as {@code SendMessage}
 * @param input its members
 */
public record Call(String service, String name, Map<String, ?> input) {}
