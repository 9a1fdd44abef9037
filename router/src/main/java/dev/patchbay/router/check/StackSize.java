package dev.patchbay.router.check;

import dev.patchbay.core.catalog.Catalog;
import dev.patchbay.core.json.Json;
import dev.patchbay.router.compile.RouteCompiler;
import dev.patchbay.router.route.Route;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * How much of what CloudFormation and EventBridge allow the compiled routes take
 * (https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html,
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html).
 *
 * @param rules of the bus, those that bring destinations' last words among them
 * @param resources of the nested stack
 * @param bytes of its template
 */
public record StackSize(int rules, int resources, int bytes) {
  private static final int MOST_RULES = 300;
  private static final int MOST_RESOURCES = 500;
  private static final int MOST_BYTES = 1_000_000;

  /** From which share of a limit on a word is due. */
  private static final double MANY = 0.8;

  /** The size of routes that are valid by this catalog. */
  public static StackSize of(List<Route> routes, Catalog catalog) {
    String template = new RouteCompiler(catalog).compile(routes);
    Map<String, Object> resources = Json.object(Json.parseObject(template).get("Resources"));
    int rules =
        (int)
            resources.values().stream()
                .filter(it -> "AWS::Events::Rule".equals(Json.object(it).get("Type")))
                .count();
    return new StackSize(rules, resources.size(), template.getBytes(StandardCharsets.UTF_8).length);
  }

  /** What AWS would refuse, in the user's words. */
  public List<String> problems() {
    List<String> problems = new ArrayList<>();
    for (Use use : uses()) {
      if (use.taken > use.most) {
        problems.add(
            "%s; join some routes by a list in 'when', or deploy a second stack"
                .formatted(use.words()));
      }
    }
    return problems;
  }

  /** What is near a limit and still fits. */
  public List<String> warnings() {
    return uses().stream()
        .filter(use -> use.taken <= use.most && use.taken > use.most * MANY)
        .map(Use::words)
        .toList();
  }

  private record Use(String what, int taken, int most) {
    String words() {
      return "the routes take %d of the %d %s".formatted(taken, most, what);
    }
  }

  private List<Use> uses() {
    return List.of(
        new Use("rules that a bus has", rules, MOST_RULES),
        new Use("resources that CloudFormation takes in a stack", resources, MOST_RESOURCES),
        new Use("bytes that CloudFormation takes of a template", bytes, MOST_BYTES));
  }
}
