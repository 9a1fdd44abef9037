package dev.patchbay.router.route;

import dev.patchbay.core.catalog.ConnectorEntry;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A delivery to a connector that has no function: {@code - archive: {}} is a target of the route's
 * rule, in the connector's own stack, which says by its output {@code TargetArn} where that is. It
 * gets the normalised event. Tried for a day, then a dead letter among the undelivered events.
 *
 * @param connector name of its catalog entry
 * @param action that the rule's role must be allowed, such as {@code firehose:PutRecord}
 */
public record StackTarget(String connector, String action) implements RuleTarget {
  /** The target that a connector's entry names. */
  public static StackTarget of(ConnectorEntry entry) {
    return new StackTarget(entry.name(), entry.target().action());
  }

  private Object arn() {
    return Map.of(
        "Fn::GetAtt", java.util.List.of(CloudFormation.stackOf(connector), "Outputs.TargetArn"));
  }

  @Override
  public String kind() {
    return action.substring(0, action.indexOf(':'));
  }

  @Override
  public Map<String, Object> place() {
    return Map.of();
  }

  @Override
  public boolean isLogGroup() {
    return false;
  }

  @Override
  public Map<String, Object> statement() {
    return CloudFormation.ordered(
        "Sid",
        "SendTo" + CloudFormation.camel(connector),
        "Effect",
        "Allow",
        "Action",
        action,
        "Resource",
        arn());
  }

  @Override
  public Map<String, Object> target(String id, Object role, Object deadLetters) {
    Map<String, Object> target = new LinkedHashMap<>();
    target.put("Id", id);
    target.put("Arn", arn());
    target.put("RoleArn", role);
    target.put("InputPath", "$.detail");
    RuleTarget.endure(target, deadLetters);
    return target;
  }
}
