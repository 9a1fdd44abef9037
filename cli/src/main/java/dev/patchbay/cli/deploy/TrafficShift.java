package dev.patchbay.cli.deploy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * How a deployment moves traffic from one version of a function to the next, and what stops it: an
 * alarm that rings while CodeDeploy looks at it (<a
 * href="https://docs.aws.amazon.com/codedeploy/latest/userguide/monitoring-create-alarms.html">its
 * page on alarms</a>).
 *
 * @param parameters as the stack will have them
 */
record TrafficShift(String stack, Map<String, String> parameters, List<Change> changes) {
  private static final String DEPLOYMENT = "Deployment";
  private static final String AT_ONCE = "AllAtOnce";

  /** Whether traffic moves step by step at all. */
  boolean happens() {
    return !parameters.getOrDefault(DEPLOYMENT, AT_ONCE).equals(AT_ONCE)
        && changes.stream().anyMatch(Change::shiftsTraffic);
  }

  /** The names of the alarms that stop it. */
  List<String> alarms() {
    List<String> names = new ArrayList<>(List.of(stack + "-failures"));
    boolean movesWebhooks =
        changes.stream()
            .filter(Change::shiftsTraffic)
            .anyMatch(change -> change.logicalId().startsWith("WebhookFunction"));
    if (movesWebhooks && parameters.getOrDefault("Intake", "on").equals("on")) {
      names.add(stack + "-webhook-errors");
    }
    return names;
  }

  /** What a person is told before it begins. */
  String words() {
    return "Traffic moves to the new versions step by step, and back if %s is in alarm."
        .formatted(String.join(" or ", alarms()));
  }

  /** What a person is told where it cannot begin. */
  String words(List<String> ringing) {
    return """
    %s in alarm now: CodeDeploy would move nothing, and CloudFormation would take the deployment back. Mend what rings
    (docs/operations.md says how); or, where this is what mends it, deploy with --parameter %s=%s\
    """
        .formatted(
            String.join(" and ", ringing) + (ringing.size() == 1 ? " is" : " are"),
            DEPLOYMENT,
            AT_ONCE);
  }
}
