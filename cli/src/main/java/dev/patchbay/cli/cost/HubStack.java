package dev.patchbay.cli.cost;

import dev.patchbay.local.template.Declared;
import dev.patchbay.local.template.StackSurvey;
import dev.patchbay.router.QueuePlan;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What the template and its nested stacks say of a hub, as far as it costs something. */
public final class HubStack {
  private static final String QUEUE = "AWS::SQS::Queue";
  private static final String FUNCTION = "AWS::Serverless::Function";

  /** What costs nothing by being there; what is used of it is counted elsewhere. */
  private static final Set<String> FREE =
      Set.of(
          FUNCTION,
          QUEUE,
          "AWS::Serverless::HttpApi",
          "AWS::Lambda::EventSourceMapping",
          "AWS::Lambda::Permission",
          "AWS::Lambda::Alias",
          "AWS::Lambda::Version",
          "AWS::SQS::QueuePolicy",
          "AWS::SNS::Topic",
          "AWS::SNS::TopicPolicy",
          "AWS::SNS::Subscription",
          "AWS::Events::EventBus",
          "AWS::Events::Rule",
          "AWS::Events::Archive",
          "AWS::DynamoDB::Table",
          "AWS::S3::Bucket",
          "AWS::S3::BucketPolicy",
          "AWS::IAM::Role",
          "AWS::IAM::Policy",
          "AWS::IAM::ManagedPolicy",
          "AWS::Logs::LogGroup",
          "AWS::Logs::ResourcePolicy",
          "AWS::Logs::QueryDefinition",
          "AWS::KMS::Alias",
          "AWS::CodeDeploy::Application",
          "AWS::CodeDeploy::DeploymentGroup",
          "AWS::CloudFormation::WaitConditionHandle");

  private static final Set<String> CHARGED =
      Set.of(
          "AWS::CloudWatch::Alarm",
          "AWS::CloudWatch::CompositeAlarm",
          "AWS::CloudWatch::Dashboard",
          "AWS::SecretsManager::Secret",
          "AWS::KMS::Key");

  private final StackSurvey survey;
  private final String stack;

  /**
   * @param stack name of the stack that was surveyed, with which every name begins
   */
  public HubStack(StackSurvey survey, String stack) {
    this.survey = survey;
    this.stack = stack;
  }

  /**
   * A function.
   *
   * @param memory in MB
   * @param batchSize messages that an invocation takes at most; 1 where no queue feeds it
   * @param ledgerDays for which the ledger keeps the rows of a connector's deliveries, a day more
   *     than their events can be replayed
   * @param logsPlatform whether Lambda logs each invocation besides what the function logs
   */
  record Function(
      int memory,
      boolean isArm,
      int batchSize,
      boolean isTraced,
      double ledgerDays,
      boolean logsPlatform) {
    double gigabytes() {
      return memory / 1024.0;
    }

    Meter second() {
      return isArm ? Meter.LAMBDA_ARM_GB_SECOND : Meter.LAMBDA_X86_GB_SECOND;
    }

    /**
     * Its share of a processor
     * (https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html).
     */
    double processor() {
      return memory / 1769.0;
    }
  }

  /** The function that takes webhooks. */
  Function webhook() {
    return function("webhook");
  }

  /** The function of a connector. */
  Function function(String name) {
    return survey.of(FUNCTION).stream()
        .filter(function -> (stack + "-" + name).equals(text(function, "FunctionName", "")))
        .findFirst()
        .map(HubStack::function)
        .orElseThrow(
            () -> new IllegalStateException("the template has no function " + stack + "-" + name));
  }

  private static Function function(Declared function) {
    Map<?, ?> logging = map(function.properties().get("LoggingConfig"));
    boolean isJson = "JSON".equals(logging.get("LogFormat"));
    return new Function(
        (int) number(function.properties().getOrDefault("MemorySize", 128)),
        list(function.properties().get("Architectures")).contains("arm64"),
        mappings(function).stream()
            .mapToInt(mapping -> (int) number(orElse(mapping.get("BatchSize"), 10)))
            .findFirst()
            .orElse(1),
        "Active".equals(text(function, "Tracing", "PassThrough")),
        number(orElse(variables(function).get("PATCHBAY_REPLAY_DAYS"), 0)) + 1,
        !isJson || !"WARN".equals(logging.get("SystemLogLevel")));
  }

  private static Map<?, ?> variables(Declared function) {
    return map(map(function.properties().get("Environment")).get("Variables"));
  }

  /** The properties of a function's SQS triggers. */
  private static List<? extends Map<?, ?>> mappings(Declared function) {
    return map(function.properties().get("Events")).values().stream()
        .map(HubStack::map)
        .filter(event -> "SQS".equals(event.get("Type")))
        .map(event -> map(event.get("Properties")))
        .toList();
  }

  /** How many queues Lambda reads, of which each costs something while nothing happens. */
  long polledQueues() {
    long ofFunctions =
        survey.of(FUNCTION).stream()
            .flatMap(function -> mappings(function).stream())
            .filter(mapping -> isOn(mapping.get("Enabled")))
            .count();
    long alone =
        survey.of("AWS::Lambda::EventSourceMapping").stream()
            .filter(mapping -> text(mapping, "EventSourceArn", "").contains(":sqs:"))
            .filter(mapping -> isOn(mapping.properties().get("Enabled")))
            .count();
    return ofFunctions + alone;
  }

  private static boolean isOn(Object enabled) {
    return !"false".equals(String.valueOf(enabled));
  }

  /** Days for which events can be replayed; empty where there is no archive. */
  Optional<Double> archiveDays() {
    return survey.of("AWS::Events::Archive").stream()
        .findFirst()
        .map(archive -> number(archive.properties().getOrDefault("RetentionDays", 0)));
  }

  /** Days for which a function's log lines are kept, and with them all. */
  double logDays() {
    return survey.of("AWS::Logs::LogGroup").stream()
        .mapToDouble(group -> number(group.properties().getOrDefault("RetentionInDays", 365)))
        .max()
        .orElse(365);
  }

  /** Days for which large payloads are kept. */
  double payloadDays() {
    return survey.of("AWS::S3::Bucket").stream()
        .flatMap(
            bucket ->
                list(map(bucket.properties().get("LifecycleConfiguration")).get("Rules")).stream())
        .map(rule -> map(rule).get("ExpirationInDays"))
        .filter(java.util.Objects::nonNull)
        .mapToDouble(HubStack::number)
        .findFirst()
        .orElse(365);
  }

  /** Whether the ledger can be put back to any second of the last weeks. */
  boolean backsUpLedger() {
    return survey.of("AWS::DynamoDB::Table").stream()
        .map(table -> map(table.properties().get("PointInTimeRecoverySpecification")))
        .anyMatch(
            backup -> "true".equals(String.valueOf(backup.get("PointInTimeRecoveryEnabled"))));
  }

  /** Metrics that alarms watch, each of which is charged. */
  long alarmMetrics() {
    return survey.of("AWS::CloudWatch::Alarm").stream().mapToLong(HubStack::metrics).sum();
  }

  private static long metrics(Declared alarm) {
    long used =
        list(alarm.properties().get("Metrics")).stream()
            .filter(metric -> map(metric).containsKey("MetricStat"))
            .count();
    return Math.max(1, used);
  }

  long count(String type) {
    return survey.of(type).size();
  }

  /** Types of the template whose price nobody counts here; empty, or it is said. */
  public Set<String> notCounted() {
    Set<String> types = new TreeSet<>();
    survey.resources().forEach(resource -> types.add(resource.type()));
    types.removeAll(FREE);
    types.removeAll(CHARGED);
    return types;
  }

  /** What a connector's queue does with a message, whatever the ledger says. */
  public QueuePlan queue(String connector) {
    Declared queue =
        survey.of(QUEUE).stream()
            .filter(one -> (stack + "-" + connector).equals(text(one, "QueueName", "")))
            .findFirst()
            .orElseThrow(
                () ->
                    new IllegalStateException(
                        "the template has no queue " + stack + "-" + connector));
    Object receives = map(queue.properties().get("RedrivePolicy")).get("maxReceiveCount");
    return new QueuePlan(
        seconds(queue, "VisibilityTimeout", 30),
        receives == null ? Long.MAX_VALUE : (long) number(receives),
        seconds(queue, "MessageRetentionPeriod", 345_600));
  }

  private static Duration seconds(Declared resource, String name, int otherwise) {
    return Duration.ofSeconds((long) number(resource.properties().getOrDefault(name, otherwise)));
  }

  private static Object orElse(Object value, Object otherwise) {
    return value == null ? otherwise : value;
  }

  private static String text(Declared resource, String name, String otherwise) {
    return String.valueOf(resource.properties().getOrDefault(name, otherwise));
  }

  private static double number(Object value) {
    return Double.parseDouble(String.valueOf(value));
  }

  private static Map<?, ?> map(Object value) {
    return value instanceof Map<?, ?> map ? map : Map.of();
  }

  private static List<?> list(Object value) {
    return value instanceof List<?> list ? list : List.of();
  }
}
