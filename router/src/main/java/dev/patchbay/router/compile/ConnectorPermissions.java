package dev.patchbay.router.compile;

import dev.patchbay.core.catalog.ConnectorEntry;
import dev.patchbay.router.route.CloudFormation;
import dev.patchbay.router.route.Route;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a connector's role may do at its destination, where that is AWS itself: what its entry says,
 * on the resources that the routes name and on no others.
 */
final class ConnectorPermissions {
  private ConnectorPermissions() {}

  /** The policy of a connector's role; empty where it needs none. */
  static Optional<Map<String, Object>> of(ConnectorEntry connector, List<Route> routes) {
    List<Map<String, Object>> deliveries =
        routes.stream()
            .flatMap(route -> route.deliveries().stream())
            .filter(delivery -> connector.name().equals(delivery.get("connector")))
            .toList();
    List<Object> statements = new ArrayList<>();
    for (ConnectorEntry.Permission permission : connector.permissions()) {
      List<String> named = named(permission, deliveries);
      if (!named.isEmpty()) {
        statements.add(statement(permission, named));
      }
    }
    return statements.isEmpty() ? Optional.empty() : Optional.of(policy(connector, statements));
  }

  private static List<String> named(
      ConnectorEntry.Permission permission, List<Map<String, Object>> deliveries) {
    return deliveries.stream()
        .map(delivery -> delivery.get(permission.parameter()))
        .filter(String.class::isInstance)
        .map(String.class::cast)
        .distinct()
        .sorted()
        .toList();
  }

  private static Map<String, Object> statement(
      ConnectorEntry.Permission permission, List<String> named) {
    Map<String, Object> statement =
        CloudFormation.ordered(
            "Sid", permission.sid(), "Effect", "Allow", "Action", permission.action());
    if (permission.except() == null) {
      statement.put("Resource", named);
    } else {
      statement.put("NotResource", permission.except());
    }
    return statement;
  }

  private static Map<String, Object> policy(ConnectorEntry connector, List<Object> statements) {
    return CloudFormation.resource(
        "AWS::IAM::RolePolicy",
        CloudFormation.ordered(
            "PolicyName",
            "destination",
            "RoleName",
            Map.of(
                "Fn::GetAtt",
                List.of(CloudFormation.stackOf(connector.name()), "Outputs.RoleName")),
            "PolicyDocument",
            CloudFormation.policy(statements)));
  }
}
