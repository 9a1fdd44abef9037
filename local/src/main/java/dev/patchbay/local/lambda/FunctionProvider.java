package dev.patchbay.local.lambda;

import dev.patchbay.core.json.Json;
import dev.patchbay.core.log.Log;
import dev.patchbay.local.api.ApiRoutes;
import dev.patchbay.local.aws.Arns;
import dev.patchbay.local.aws.Constraints;
import dev.patchbay.local.aws.Members;
import dev.patchbay.local.aws.iam.FunctionSession;
import dev.patchbay.local.aws.iam.Sessions;
import dev.patchbay.local.aws.sqs.Queues;
import dev.patchbay.local.template.Declared;
import dev.patchbay.local.template.Physical;
import dev.patchbay.local.template.Provider;
import dev.patchbay.local.template.TemplateException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Makes the template's functions, with the API routes and the queues that invoke them. For one
 * thread.
 */
public final class FunctionProvider implements Provider {
  private static final String TRIGGER = "AWS::Lambda::EventSourceMapping";
  private static final int READERS = 5; // Lambda's pollers begin with as many
  private static final int CONCURRENCY = 64;
  private static final int LONGEST_NAME = 64;

  private final Sessions sessions;
  private final Queues queues;
  private final ApiRoutes routes;
  private final Supplier<String> endpoint;
  private final LogSink logs;
  private final InstantSource clock;
  private final List<LambdaFunction> functions = new ArrayList<>();
  private final List<EventSourceMapping> mappings = new ArrayList<>();

  /**
   * @param sessions in whose roles and with whose keys the functions act
   * @param endpoint address of the AWS endpoint
   * @param clock by which the functions go, as the queues do
   */
  public FunctionProvider(
      Sessions sessions,
      Queues queues,
      ApiRoutes routes,
      Supplier<String> endpoint,
      LogSink logs,
      InstantSource clock) {
    this.sessions = sessions;
    this.queues = queues;
    this.routes = routes;
    this.endpoint = endpoint;
    this.logs = logs;
    this.clock = clock;
  }

  /** The functions made so far. */
  public List<LambdaFunction> functions() {
    return functions;
  }

  /** The event source mappings made so far; none reads before it is started. */
  public List<EventSourceMapping> mappings() {
    return mappings;
  }

  @Override
  public Set<String> types() {
    return Set.of("AWS::Serverless::Function", "AWS::Serverless::HttpApi", TRIGGER);
  }

  @Override
  public Physical create(Declared resource) {
    if (resource.type().endsWith("HttpApi")) {
      routes.throttle(ApiThrottles.of(resource.properties(), clock));
      return new Physical(resource.logicalId(), Map.of("ApiEndpoint", "http://127.0.0.1"));
    }
    if (resource.type().equals(TRIGGER)) {
      return trigger(resource);
    }
    Map<String, Object> properties = resource.properties();
    String name =
        Members.text(properties, "FunctionName", resource.stack() + "-" + resource.logicalId());
    Constraints.name("functionName", name, "[a-zA-Z0-9-_]+", LONGEST_NAME);
    FunctionSession session = sessions.begin(resource, name);
    FunctionSettings settings =
        settings(resource, name, Arns.of("lambda", "function:" + name), session);
    LambdaFunction function = new LambdaFunction(settings, log(settings, session), clock);
    functions.add(function);
    Members.object(properties, "Events")
        .forEach((id, event) -> connect(resource, id, Json.object(event), function));
    return new Physical(name, Map.of("Arn", settings.arn()));
  }

  /** Where a function's lines go: nowhere, as on AWS, where its role may not write them. */
  private Consumer<String> log(FunctionSettings settings, FunctionSession session) {
    String streams = Arns.of("logs", "log-group:" + settings.logGroup() + ":log-stream:");
    if (session.may("logs:CreateLogStream", streams)
        && session.may("logs:PutLogEvents", streams + "local")) {
      return text -> logs.line(settings.logGroup(), Instant.now(), text);
    }
    Log.warn(
        "a function's log lines are lost: its role may not write them",
        "function",
        settings.name(),
        "needed",
        "logs:CreateLogStream and logs:PutLogEvents on " + streams + "*");
    return _ -> {};
  }

  private Physical trigger(Declared resource) {
    Map<String, Object> properties = new LinkedHashMap<>(resource.properties());
    String arn = Members.text(properties, "EventSourceArn");
    String name = Members.text(properties, "FunctionName");
    LambdaFunction function =
        functions.stream()
            .filter(one -> one.name().equals(Arns.name(name)))
            .findFirst()
            .orElseThrow(() -> new TemplateException("there is no function " + name));
    properties.put("Queue", arn);
    add(properties, function);
    return new Physical(resource.logicalId(), Map.of("Id", resource.logicalId()));
  }

  private FunctionSettings settings(
      Declared resource, String name, String arn, FunctionSession session) {
    Map<String, Object> properties = resource.properties();
    Path jar = resource.folder().resolve(Members.text(properties, "CodeUri"));
    if (!Files.isRegularFile(jar)) {
      throw new TemplateException(
          resource.logicalId() + ": there is no " + jar + "; build it with: mvn package");
    }
    int memory = (int) Members.number(properties, "MemorySize", 128);
    String group =
        Members.text(
            Members.object(properties, "LoggingConfig"), "LogGroup", "/aws/lambda/" + name);
    return new FunctionSettings(
        name,
        arn,
        jar,
        Members.text(properties, "Handler"),
        Duration.ofSeconds(Members.number(properties, "Timeout", 3)),
        memory,
        (int) Members.number(properties, "ReservedConcurrentExecutions", CONCURRENCY),
        group,
        session,
        environment(name, jar.getParent(), memory, group, session, properties));
  }

  /**
   * What Lambda sets (https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html), and
   * the template's own.
   */
  private Map<String, String> environment(
      String name,
      Path root,
      int memory,
      String group,
      FunctionSession session,
      Map<String, Object> properties) {
    Map<String, String> environment = new LinkedHashMap<>();
    environment.put("AWS_REGION", Arns.REGION);
    environment.put("AWS_DEFAULT_REGION", Arns.REGION);
    environment.putAll(session.environment());
    environment.put("AWS_ENDPOINT_URL", endpoint.get());
    environment.put("AWS_LAMBDA_FUNCTION_NAME", name);
    environment.put("AWS_LAMBDA_FUNCTION_VERSION", "$LATEST");
    environment.put("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", Integer.toString(memory));
    environment.put("AWS_LAMBDA_LOG_GROUP_NAME", group);
    environment.put("LAMBDA_TASK_ROOT", root.toString());
    environment.put("_HANDLER", Members.text(properties, "Handler"));
    environment.putAll(FunctionSettings.variables(name, properties));
    return environment;
  }

  private void connect(
      Declared resource, String id, Map<String, Object> event, LambdaFunction function) {
    Map<String, Object> properties = Members.object(event, "Properties");
    String type = Members.text(event, "Type");
    switch (type) {
      case "HttpApi" ->
          routes.add(
              Members.text(properties, "Method", "ANY"),
              Members.text(properties, "Path"),
              request -> invoke(function, request));
      case "SQS" -> add(properties, function);
      default ->
          throw new TemplateException(
              "%s: the laptop has no events of type %s (%s)"
                  .formatted(resource.logicalId(), type, id));
    }
  }

  private static byte[] invoke(LambdaFunction function, byte[] request)
      throws InterruptedException {
    if (request.length > LambdaFunction.LARGEST_PAYLOAD) {
      throw new ApiRoutes.TooLongException(request.length);
    }
    return function.invoke(request);
  }

  /** A mapping that is not enabled reads nothing, as if it were not there. */
  private void add(Map<String, Object> properties, LambdaFunction function) {
    if (!"false".equals(Members.text(properties, "Enabled", "true"))) {
      mappings.add(mapping(properties, function));
    }
  }

  private EventSourceMapping mapping(Map<String, Object> properties, LambdaFunction function) {
    long readers =
        Members.number(Members.object(properties, "ScalingConfig"), "MaximumConcurrency", READERS);
    return new EventSourceMapping(
        function,
        queues,
        Arns.name(Members.text(properties, "Queue")),
        (int) Members.number(properties, "BatchSize", 10),
        Duration.ofSeconds(Members.number(properties, "MaximumBatchingWindowInSeconds", 0)),
        (int) readers,
        Members.list(properties, "FunctionResponseTypes").contains("ReportBatchItemFailures"));
  }
}
