package dev.patchbay.cli.cost;

import dev.patchbay.local.template.Declared;
import dev.patchbay.local.template.StackSurvey;
import dev.patchbay.router.check.QueuePlan;
import java.time.Duration;
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
          "AWS::Logs::MetricFilter",
          "AWS::AppConfig::Application",
          "AWS::AppConfig::ConfigurationProfile",
          "AWS::AppConfig::HostedConfigurationVersion",
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

  /** The function that takes webhooks. */
  FunctionPlan webhook() {
    return function("webhook");
  }

  /** The function of a connector. */
  FunctionPlan function(String name) {
    return survey.of(FUNCTION).stream()
        .filter(
            function -> (stack + "-" + name).equals(Properties.text(function, "FunctionName", "")))
        .findFirst()
        .map(FunctionPlan::of)
        .orElseThrow(
            () -> new IllegalStateException("the template has no function " + stack + "-" + name));
  }

  /** How many queues Lambda reads, of which each costs something while nothing happens. */
  long polledQueues() {
    long ofFunctions =
        survey.of(FUNCTION).stream()
            .flatMap(function -> FunctionPlan.mappings(function).stream())
            .filter(mapping -> isOn(mapping.get("Enabled")))
            .count();
    long alone =
        survey.of("AWS::Lambda::EventSourceMapping").stream()
            .filter(mapping -> Properties.text(mapping, "EventSourceArn", "").contains(":sqs:"))
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
        .map(archive -> Properties.number(archive.properties().getOrDefault("RetentionDays", 0)));
  }

  /** Days for which a function's log lines are kept, and with them all. */
  double logDays() {
    return survey.of("AWS::Logs::LogGroup").stream()
        .mapToDouble(
            group -> Properties.number(group.properties().getOrDefault("RetentionInDays", 365)))
        .max()
        .orElse(365);
  }

  /** Days for which large payloads are kept. */
  double payloadDays() {
    return survey.of("AWS::S3::Bucket").stream()
        .flatMap(
            bucket ->
                Properties.list(
                    Properties.map(bucket.properties().get("LifecycleConfiguration")).get("Rules"))
                    .stream())
        .map(rule -> Properties.map(rule).get("ExpirationInDays"))
        .filter(java.util.Objects::nonNull)
        .mapToDouble(Properties::number)
        .findFirst()
        .orElse(365);
  }

  /** Whether the ledger can be put back to any second of the last weeks. */
  boolean backsUpLedger() {
    return survey.of("AWS::DynamoDB::Table").stream()
        .map(table -> Properties.map(table.properties().get("PointInTimeRecoverySpecification")))
        .anyMatch(
            backup -> "true".equals(String.valueOf(backup.get("PointInTimeRecoveryEnabled"))));
  }

  /** Metrics that alarms watch, each of which is charged. */
  long alarmMetrics() {
    return survey.of("AWS::CloudWatch::Alarm").stream().mapToLong(HubStack::metrics).sum();
  }

  private static long metrics(Declared alarm) {
    long used =
        Properties.list(alarm.properties().get("Metrics")).stream()
            .filter(metric -> Properties.map(metric).containsKey("MetricStat"))
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
            .filter(one -> (stack + "-" + connector).equals(Properties.text(one, "QueueName", "")))
            .findFirst()
            .orElseThrow(
                () ->
                    new IllegalStateException(
                        "the template has no queue " + stack + "-" + connector));
    Object receives =
        Properties.map(queue.properties().get("RedrivePolicy")).get("maxReceiveCount");
    return new QueuePlan(
        seconds(queue, "VisibilityTimeout", 30),
        receives == null ? Long.MAX_VALUE : (long) Properties.number(receives),
        seconds(queue, "MessageRetentionPeriod", 345_600));
  }

  private static Duration seconds(Declared resource, String name, int otherwise) {
    return Duration.ofSeconds(
        (long) Properties.number(resource.properties().getOrDefault(name, otherwise)));
  }
}
