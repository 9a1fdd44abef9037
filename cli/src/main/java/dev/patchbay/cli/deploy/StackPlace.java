package dev.patchbay.cli.deploy;

import java.util.List;
import java.util.Locale;

/**
 * Where a resource stands in the hub, and how a person would call it.
 *
 * @param stack ids of the nested stacks that hold it, outermost first
 */
record StackPlace(List<String> stack, String logicalId, String type) {
  /** The nested stack of the compiled routes, as template.yaml names it. */
  static final String ROUTES = "Routes";

  /** The saved queries, within the routes' stack. */
  static final String QUERIES = "Queries";

  private static final String CONNECTOR = "Connector";

  /** {@code connector slack: Function (Lambda Function)}. */
  String words() {
    return owner() + logicalId + " (" + kind() + ")";
  }

  private String owner() {
    if (stack.isEmpty()) {
      return "";
    }
    String innermost = stack.getLast();
    return innermost.equals(ROUTES)
        ? "routes: "
        : innermost.endsWith(CONNECTOR)
            ? "connector " + connector(innermost) + ": "
            : innermost + ": ";
  }

  /** {@code SumoLogicConnector} as {@code sumo-logic}. */
  private static String connector(String stackId) {
    return stackId
        .substring(0, stackId.length() - CONNECTOR.length())
        .replaceAll("(?<=[a-z0-9])(?=[A-Z])", "-")
        .toLowerCase(Locale.ROOT);
  }

  private String kind() {
    return type.replaceFirst("^AWS::", "").replace("::", " ");
  }
}
