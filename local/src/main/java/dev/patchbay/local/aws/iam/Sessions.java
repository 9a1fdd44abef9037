package dev.patchbay.local.aws.iam;

import dev.patchbay.core.json.Json;
import dev.patchbay.local.aws.Members;
import dev.patchbay.local.template.Declared;
import dev.patchbay.local.template.TemplateException;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** Gives each function of the template the role that it names, or the one that SAM would make. */
public final class Sessions {
  private final Permissions permissions;
  private final RoleProvider roles;

  public Sessions(Permissions permissions, RoleProvider roles) {
    this.permissions = permissions;
    this.roles = roles;
  }

  /**
   * Begins a function's session.
   *
   * @param name of the function
   * @throws TemplateException when it has no role that it could act in
   */
  public FunctionSession begin(Declared function, String name) {
    Map<String, Object> properties = function.properties();
    String role =
        properties.containsKey("Role")
            ? Members.text(properties, "Role")
            : roles.ofFunction(function, managed(properties));
    return new FunctionSession(permissions, permissions.session(role, name));
  }

  /** What SAM adds to the role that it makes; there is no way to keep it from that. */
  private static Set<String> managed(Map<String, Object> properties) {
    Set<String> managed = new LinkedHashSet<>(Set.of("AWSLambdaBasicExecutionRole"));
    if (properties.containsKey("Tracing")) {
      managed.add("AWSXrayWriteOnlyAccess");
    }
    for (Object event : Members.object(properties, "Events").values()) {
      if ("SQS".equals(Json.object(event).get("Type"))) {
        managed.add("AWSLambdaSQSQueueExecutionRole");
      }
    }
    return managed;
  }
}
