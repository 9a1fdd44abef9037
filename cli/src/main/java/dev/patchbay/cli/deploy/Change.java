package dev.patchbay.cli.deploy;

import java.util.List;
import java.util.Set;

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

  private static final Set<String> SAID_BY_ROUTES =
      Set.of("AWS::CloudWatch::Alarm", "AWS::IAM::Role");

  Change {
    stack = List.copyOf(stack);
    properties = List.copyOf(properties);
  }

  /**
   * Whether the routes alone ask for it: it is in their stack, and deploys no connector again that
   * stands already. What the routes say of such a one is how long its deliveries wait on purpose,
   * which its alarm knows, and what they need, which its role may do.
   */
  boolean isOfRoutes() {
    if (stack.isEmpty()) {
      return logicalId.equals(StackPlace.ROUTES);
    }
    return stack.getFirst().equals(StackPlace.ROUTES)
        && (stack.size() == 1
            || stack.getLast().equals(StackPlace.QUERIES)
            || kind.equals("add")
            || (kind.equals("modify") && SAID_BY_ROUTES.contains(type)));
  }

  /** Whether traffic goes from one version of a function to another. */
  boolean shiftsTraffic() {
    return type.equals("AWS::Lambda::Alias") && kind.startsWith("modify");
  }

  /** A line for a person. */
  String line() {
    String what = properties.isEmpty() ? "" : ": " + String.join(", ", properties);
    return "  %-8s %s%s".formatted(kind, new StackPlace(stack, logicalId, type).words(), what);
  }
}
