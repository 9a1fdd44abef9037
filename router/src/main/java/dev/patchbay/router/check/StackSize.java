package dev.patchbay.router.check;

import dev.patchbay.core.catalog.Catalog;
import dev.patchbay.core.json.Json;
import dev.patchbay.router.compile.RouteCompiler;
import dev.patchbay.router.route.AwsTarget;
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
 * @param logPolicy characters of the policy that lets rules write to log groups
 */
public record StackSize(int rules, int resources, int bytes, int logPolicy) {
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
    int bytes = template.getBytes(StandardCharsets.UTF_8).length;
    return new StackSize(rules, resources.size(), bytes, logPolicy(resources));
  }

  private static int logPolicy(Map<String, Object> resources) {
    return resources.get(RouteCompiler.LOG_POLICY) instanceof Map<?, ?> policy
        ? Json.object(policy.get("Properties")).get(AwsTarget.POLICY_DOCUMENT).toString().length()
        : 0;
  }

  /** What AWS would refuse, in the user's words. */
  public List<String> problems() {
    List<String> problems = new ArrayList<>();
    for (Use use : uses()) {
      if (use.taken > use.most) {
        problems.add("%s; %s".formatted(use.words(), use.advice()));
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

  private record Use(String what, int taken, int most, String advice) {
    Use(String what, int taken, int most) {
      this(what, taken, most, "join some routes by a list in 'when', or deploy a second stack");
    }

    String words() {
      return "the routes take %d of the %d %s".formatted(taken, most, what);
    }
  }

  private List<Use> uses() {
    return List.of(
        new Use("rules that a bus has", rules, MOST_RULES),
        new Use("resources that CloudFormation takes in a stack", resources, MOST_RESOURCES),
        new Use("bytes that CloudFormation takes of a template", bytes, MOST_BYTES),
        new Use(
            "characters that CloudWatch Logs takes of the policy of log groups",
            logPolicy,
            AwsTarget.MOST_OF_POLICY,
            "send some routes to one log group, or to a bus whose own rules write the logs"));
  }
}
