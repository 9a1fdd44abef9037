package dev.patchbay.local.aws.iam;

import dev.patchbay.core.json.Json;
import dev.patchbay.local.aws.Arns;
import dev.patchbay.local.aws.Members;
import dev.patchbay.local.template.Declared;
import dev.patchbay.local.template.Physical;
import dev.patchbay.local.template.Provider;
import dev.patchbay.local.template.TemplateException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Makes the template's roles, and those that SAM makes of a function's {@code Policies}. */
public final class RoleProvider implements Provider {
  private static final String TYPE = "AWS::IAM::Role";
  private static final String POLICY = "AWS::IAM::RolePolicy";

  /** Properties of a role that the laptop honours, or that change nothing here. */
  private static final Set<String> KNOWN =
      Set.of(
          "AssumeRolePolicyDocument",
          "Policies",
          "ManagedPolicyArns",
          "RoleName",
          "Path",
          "Description",
          "MaxSessionDuration",
          "Tags");

  private final Permissions permissions;

  public RoleProvider(Permissions permissions) {
    this.permissions = permissions;
  }

  @Override
  public Set<String> types() {
    return Set.of(TYPE, POLICY);
  }

  @Override
  public Physical create(Declared resource) {
    if (POLICY.equals(resource.type())) {
      return policy(resource);
    }
    Map<String, Object> properties = resource.properties();
    for (String property : properties.keySet()) {
      if (!KNOWN.contains(property)) {
        throw new TemplateException(
            "%s: the laptop's roles have no %s".formatted(resource.logicalId(), property));
      }
    }
    List<Policy> policies = new ArrayList<>();
    for (Object each : Members.list(properties, "Policies")) {
      Map<String, Object> inline = Json.object(each);
      policies.add(
          PolicyReader.read(
              Members.text(inline, "PolicyName"),
              PolicyReader.Kind.IDENTITY,
              Members.object(inline, "PolicyDocument")));
    }
    Members.list(properties, "ManagedPolicyArns")
        .forEach(arn -> policies.add(ManagedPolicies.of(arn.toString())));
    String name =
        Members.text(properties, "RoleName", resource.stack() + "-" + resource.logicalId());
    String path = Members.text(properties, "Path", "/");
    String arn = "arn:aws:iam::%s:role%s%s".formatted(Arns.ACCOUNT, path, name);
    Policy trust =
        PolicyReader.read(
            "AssumeRolePolicyDocument",
            PolicyReader.Kind.TRUST,
            Members.object(properties, "AssumeRolePolicyDocument"));
    permissions.put(new Role(arn, List.copyOf(policies), trust));
    return new Physical(name, Map.of("Arn", arn, "RoleId", name));
  }

  /** One more policy of a role that stands. */
  private Physical policy(Declared resource) {
    String name = Members.text(resource.properties(), "RoleName");
    Role role =
        permissions.roles().stream()
            .filter(it -> it.arn().endsWith("/" + name))
            .findFirst()
            .orElseThrow(
                () ->
                    new TemplateException(
                        "%s: there is no role %s".formatted(resource.logicalId(), name)));
    List<Policy> policies = new ArrayList<>(role.policies());
    policies.add(
        PolicyReader.read(
            Members.text(resource.properties(), "PolicyName"),
            PolicyReader.Kind.IDENTITY,
            Members.object(resource.properties(), "PolicyDocument")));
    permissions.put(new Role(role.arn(), List.copyOf(policies), role.trust()));
    return new Physical(resource.stack() + "-" + resource.logicalId(), Map.of());
  }

  /**
   * The role that SAM makes for a function that names none
   * (https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-resource-function.html).
   *
   * @param managed names of the managed policies that SAM adds by itself
   * @return its ARN
   */
  public String ofFunction(Declared function, Set<String> managed) {
    Map<String, Object> properties = new LinkedHashMap<>();
    properties.put("AssumeRolePolicyDocument", trustOfLambda());
    List<Object> inline = new ArrayList<>();
    List<Object> arns = new ArrayList<>(managed);
    for (Object policy : Members.list(function.properties(), "Policies")) {
      switch (policy) {
        case String name -> arns.add(name);
        case Map<?, ?> map when map.containsKey("Statement") ->
            inline.add(
                Map.of(
                    "PolicyName",
                    function.logicalId() + "RolePolicy" + inline.size(),
                    "PolicyDocument",
                    map));
        default ->
            throw new TemplateException(
                "%s: the laptop knows no SAM policy templates; write the statements out"
                    .formatted(function.logicalId()));
      }
    }
    properties.put("Policies", inline);
    properties.put("ManagedPolicyArns", arns);
    return create(
            new Declared(
                function.stack(),
                function.folder(),
                function.logicalId() + "Role",
                TYPE,
                properties))
        .attributes()
        .get("Arn");
  }

  private static Map<String, Object> trustOfLambda() {
    return Map.of(
        "Statement",
        List.of(
            Map.of(
                "Effect",
                "Allow",
                "Principal",
                Map.of("Service", "lambda.amazonaws.com"),
                "Action",
                "sts:AssumeRole")));
  }
}
