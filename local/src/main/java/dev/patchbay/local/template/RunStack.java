package dev.patchbay.local.template;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A stack as it was run.
 *
 * @param parent id of the stack that holds it; empty for the outermost
 * @param template its text
 * @param parameters with their defaults
 * @param outputs filled once all is made
 * @param resources in the order in which they were made
 */
public record RunStack(
    String id,
    String name,
    String parent,
    String template,
    Map<String, String> parameters,
    Map<String, String> outputs,
    List<Resource> resources) {
  /** A resource of it. */
  public record Resource(String logicalId, String physicalId, String type) {}

  RunStack(String id, String name, String parent, String template, Map<String, String> parameters) {
    this(id, name, parent, template, parameters, new LinkedHashMap<>(), new ArrayList<>());
  }
}
