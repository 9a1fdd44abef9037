package dev.patchbay.cli.deploy;

import java.util.List;

/**
 * What a deployment does to one resource.
 *
 * @param stack ids of the nested stacks that hold it, outermost first; none for the hub's own
 * @param kind {@code add}, {@code modify}, {@code replace}, {@code remove}, or what else
 *     CloudFormation says
 * @param properties whose values change
 */
record Change(
    List<String> stack, String kind, String logicalId, String type, List<String> properties) {
  static final String STACK = "AWS::CloudFormation::Stack";

  Change {
    stack = List.copyOf(stack);
    properties = List.copyOf(properties);
  }

  /**
   * Whether it says no more than that something in a nested stack may change; what does is told of
   * each of its resources.
   */
  boolean isNestedStack() {
    return type.equals(STACK) && kind.equals("modify");
  }

  /**
   * Whether the routes alone ask for it: it is in their stack, and in no connector that stands
   * already.
   */
  boolean isOfRoutes() {
    if (stack.isEmpty()) {
      return logicalId.equals(StackPlace.ROUTES);
    }
    return stack.getFirst().equals(StackPlace.ROUTES) && (stack.size() == 1 || kind.equals("add"));
  }

  /** A line for a person. */
  String line() {
    String what = properties.isEmpty() ? "" : ": " + String.join(", ", properties);
    return "  %-8s %s%s".formatted(kind, new StackPlace(stack, logicalId, type).words(), what);
  }
}
