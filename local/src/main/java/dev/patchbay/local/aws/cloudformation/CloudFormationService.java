package dev.patchbay.local.aws.cloudformation;

import static dev.patchbay.local.aws.Xml.element;

import dev.patchbay.local.aws.AwsException;
import dev.patchbay.local.aws.AwsRequest;
import dev.patchbay.local.aws.AwsResponse;
import dev.patchbay.local.aws.AwsService;
import dev.patchbay.local.aws.QueryProtocol;
import dev.patchbay.local.template.RunStack;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * CloudFormation's answers about the stacks that run
 * (https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference). It only tells: what changes
 * on the laptop changes in the template's files. Thread-safe.
 */
public final class CloudFormationService implements AwsService {
  private static final String API = "https://[^/]+[.]execute-api[.][^/]+[.]localhost";

  private final Supplier<List<RunStack>> stacks;
  private final Supplier<String> api;
  private final Instant since;
  private final QueryProtocol protocol;

  /**
   * @param api address of the HTTP API, which an API's own address stands for in an output
   * @param since when the stacks were made
   */
  public CloudFormationService(
      Supplier<List<RunStack>> stacks, Supplier<String> api, Instant since) {
    this.stacks = stacks;
    this.api = api;
    this.since = since;
    this.protocol =
        new QueryProtocol(
            "http://cloudformation.amazonaws.com/doc/2010-05-15/",
            Map.of(
                "DescribeStacks", this::describeStacks,
                "ListStacks", this::listStacks,
                "ListStackResources", this::listStackResources,
                "DescribeStackResources", this::describeStackResources,
                "DescribeStackResource", this::describeStackResource,
                "GetTemplate", this::getTemplate));
  }

  @Override
  public String signingName() {
    return "cloudformation";
  }

  @Override
  public AwsResponse answer(AwsRequest request) {
    return protocol.answer(request);
  }

  private String describeStacks(Map<String, String> input) {
    List<RunStack> wanted = input.containsKey("StackName") ? List.of(stack(input)) : stacks.get();
    return members(
        "Stacks",
        wanted,
        stack ->
            head(stack)
                + members(
                    "Parameters", entries(stack.parameters()), CloudFormationService::parameter)
                + members("Outputs", entries(stack.outputs()), this::output)
                + element("DisableRollback", false));
  }

  private String listStacks(Map<String, String> input) {
    return members("StackSummaries", stacks.get(), this::head);
  }

  private String head(RunStack stack) {
    return element("StackId", stack.id())
        + element("StackName", stack.name())
        + (stack.parent().isEmpty() ? "" : element("ParentId", stack.parent()))
        + element("CreationTime", since)
        + element("StackStatus", "CREATE_COMPLETE");
  }

  private static List<Map.Entry<String, String>> entries(Map<String, String> map) {
    return List.copyOf(map.entrySet());
  }

  private static String parameter(Map.Entry<String, String> parameter) {
    return element("ParameterKey", parameter.getKey())
        + element("ParameterValue", parameter.getValue());
  }

  private String output(Map.Entry<String, String> output) {
    return element("OutputKey", output.getKey())
        + element("OutputValue", output.getValue().replaceFirst(API, api.get()));
  }

  private String listStackResources(Map<String, String> input) {
    return members("StackResourceSummaries", stack(input).resources(), this::summary);
  }

  private String summary(RunStack.Resource resource) {
    return element("LogicalResourceId", resource.logicalId())
        + element("PhysicalResourceId", resource.physicalId())
        + element("ResourceType", resource.type())
        + element("LastUpdatedTimestamp", since)
        + element("ResourceStatus", "CREATE_COMPLETE");
  }

  private String describeStackResources(Map<String, String> input) {
    RunStack stack = stack(input);
    String id = input.get("LogicalResourceId");
    List<RunStack.Resource> wanted =
        stack.resources().stream()
            .filter(resource -> id == null || id.equals(resource.logicalId()))
            .toList();
    return members("StackResources", wanted, resource -> described(stack, resource, "Timestamp"));
  }

  private String describeStackResource(Map<String, String> input) {
    RunStack stack = stack(input);
    String id = input.getOrDefault("LogicalResourceId", "");
    return stack.resources().stream()
        .filter(resource -> id.equals(resource.logicalId()))
        .findFirst()
        .map(resource -> described(stack, resource, "LastUpdatedTimestamp"))
        .map(described -> "<StackResourceDetail>" + described + "</StackResourceDetail>")
        .orElseThrow(
            () ->
                new AwsException(
                    "ValidationError",
                    "Resource " + id + " does not exist for stack " + stack.name()));
  }

  private String described(RunStack stack, RunStack.Resource resource, String time) {
    return element("StackId", stack.id())
        + element("StackName", stack.name())
        + element("LogicalResourceId", resource.logicalId())
        + element("PhysicalResourceId", resource.physicalId())
        + element("ResourceType", resource.type())
        + element(time, since)
        + element("ResourceStatus", "CREATE_COMPLETE");
  }

  private String getTemplate(Map<String, String> input) {
    return element("TemplateBody", stack(input).template())
        + "<StagesAvailable><member>Original</member></StagesAvailable>";
  }

  private RunStack stack(Map<String, String> input) {
    String wanted = input.getOrDefault("StackName", "");
    return stacks.get().stream()
        .filter(stack -> wanted.equals(stack.name()) || wanted.equals(stack.id()))
        .findFirst()
        .orElseThrow(
            () ->
                new AwsException("ValidationError", "Stack with id " + wanted + " does not exist"));
  }

  /** A list, as the query protocol writes it. */
  private static <T> String members(String name, List<T> items, Function<T, String> inside) {
    return items.stream()
        .map(item -> "<member>" + inside.apply(item) + "</member>")
        .collect(Collectors.joining("", "<" + name + ">", "</" + name + ">"));
  }
}
