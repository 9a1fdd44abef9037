package dev.patchbay.cli.deploy;

import dev.patchbay.cli.command.CommandFailure;
import dev.patchbay.core.json.Nearest;
import dev.patchbay.local.template.TemplateFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudformation.model.CloudFormationException;
import software.amazon.awssdk.services.cloudformation.model.Output;
import software.amazon.awssdk.services.cloudformation.model.Parameter;
import software.amazon.awssdk.services.cloudformation.model.Stack;
import software.amazon.awssdk.services.cloudformation.model.TemplateStage;

/** The hub's stack as it stands in the account, or its absence. */
final class DeployedStack {
  private final CloudFormationClient cloudFormation;
  private final String name;
  private final Optional<Stack> stack;

  private DeployedStack(CloudFormationClient cloudFormation, String name, Optional<Stack> stack) {
    this.cloudFormation = cloudFormation;
    this.name = name;
    this.stack = stack;
  }

  /**
   * Looks.
   *
   * @throws CommandFailure where it stands so that nothing can be deployed, saying what to do
   */
  static DeployedStack of(CloudFormationClient cloudFormation, String name) {
    Optional<Stack> stack = find(cloudFormation, name);
    stack.ifPresent(DeployedStack::check);
    return new DeployedStack(cloudFormation, name, stack.filter(one -> !isOnlyAName(one)));
  }

  private static Optional<Stack> find(CloudFormationClient cloudFormation, String name) {
    try {
      return cloudFormation.describeStacks(get -> get.stackName(name)).stacks().stream()
          .findFirst();
    } catch (CloudFormationException e) {
      if (String.valueOf(e.getMessage()).contains("does not exist")) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** A change set for a new stack makes its name, and nothing else. */
  private static boolean isOnlyAName(Stack stack) {
    return stack.stackStatusAsString().equals("REVIEW_IN_PROGRESS");
  }

  private static void check(Stack stack) {
    String status = stack.stackStatusAsString();
    String name = stack.stackName();
    String advice =
        switch (status) {
          case "REVIEW_IN_PROGRESS" -> "";
          case "ROLLBACK_COMPLETE", "ROLLBACK_FAILED", "CREATE_FAILED", "DELETE_FAILED" ->
              "it was never made whole; take it away first: aws cloudformation delete-stack"
                  + " --stack-name "
                  + name;
          case "UPDATE_ROLLBACK_FAILED" ->
              "CloudFormation could not bring it back; mend what its events name, then: aws"
                  + " cloudformation continue-update-rollback --stack-name "
                  + name;
          default ->
              status.endsWith("IN_PROGRESS")
                  ? "something else is changing it at this moment; wait for that to end"
                  : "";
        };
    if (!advice.isEmpty()) {
      throw new CommandFailure("the stack %s is %s: %s".formatted(name, status, advice));
    }
  }

  boolean exists() {
    return stack.isPresent();
  }

  /** Its outputs, by name; none where it does not exist. */
  Map<String, String> outputs() {
    return stack
        .map(
            one ->
                one.outputs().stream()
                    .collect(Collectors.toMap(Output::outputKey, Output::outputValue)))
        .orElse(Map.of());
  }

  /** What its parameters will be, with those given; none of those that have never been set. */
  Map<String, String> values(Map<String, String> given) {
    Map<String, String> values = new HashMap<>();
    stack.ifPresent(
        one -> one.parameters().forEach(it -> values.put(it.parameterKey(), it.parameterValue())));
    values.putAll(given);
    return values;
  }

  /**
   * The parameters of a deployment: those given, and for the others what the stack has already.
   *
   * @param known that the template has
   * @throws CommandFailure where one is given that the template does not have
   */
  List<Parameter> parameters(Map<String, String> given, Set<String> known) {
    for (String wrong : given.keySet()) {
      if (!known.contains(wrong)) {
        throw new CommandFailure(
            "template.yaml has no parameter '"
                + wrong
                + "'"
                + Nearest.suggestion(wrong, new TreeSet<>(known)));
      }
    }
    List<Parameter> parameters = new ArrayList<>();
    given.forEach(
        (key, value) ->
            parameters.add(Parameter.builder().parameterKey(key).parameterValue(value).build()));
    stack.stream()
        .flatMap(one -> one.parameters().stream())
        .map(Parameter::parameterKey)
        .filter(key -> known.contains(key) && !given.containsKey(key))
        .forEach(
            key ->
                parameters.add(
                    Parameter.builder().parameterKey(key).usePreviousValue(true).build()));
    return parameters;
  }

  /** The routes' stack as it was deployed; empty where there is none. */
  Optional<CompiledRoutes> routes() {
    return stack
        .flatMap(_ -> physicalId(name, StackPlace.ROUTES))
        .map(
            id ->
                cloudFormation
                    .getTemplate(get -> get.stackName(id).templateStage(TemplateStage.ORIGINAL))
                    .templateBody())
        .map(text -> CompiledRoutes.of(TemplateFile.parse(Path.of("routes of " + name), text)));
  }

  private Optional<String> physicalId(String of, String logicalId) {
    return nested(of).entrySet().stream()
        .filter(entry -> entry.getValue().equals(logicalId))
        .map(Map.Entry::getKey)
        .findFirst();
  }

  /** The stacks that a stack holds: logical ids, by physical id. */
  private Map<String, String> nested(String of) {
    Map<String, String> nested = new HashMap<>();
    cloudFormation
        .listStackResourcesPaginator(list -> list.stackName(of))
        .stackResourceSummaries()
        .stream()
        .filter(resource -> resource.resourceType().equals(Change.STACK))
        .filter(resource -> resource.physicalResourceId() != null)
        .forEach(
            resource -> nested.put(resource.physicalResourceId(), resource.logicalResourceId()));
    return nested;
  }
}
