package dev.patchbay.router.compile;

import static dev.patchbay.router.route.CloudFormation.camel;
import static dev.patchbay.router.route.CloudFormation.ordered;
import static dev.patchbay.router.route.CloudFormation.ref;
import static dev.patchbay.router.route.CloudFormation.resource;
import static dev.patchbay.router.route.CloudFormation.sub;

import dev.patchbay.core.catalog.Catalog;
import dev.patchbay.core.json.Json;
import dev.patchbay.router.route.AwsTarget;
import dev.patchbay.router.route.CloudFormation;
import dev.patchbay.router.route.Route;
import dev.patchbay.router.route.RuleTarget;
import dev.patchbay.router.route.StackTarget;
import dev.patchbay.router.route.Watch;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Compiles routes to the nested stack that {@code template.yaml} holds: for each route a rule on
 * the bus, the topic that the rule publishes to, and a subscription for each connector; and for
 * each connector that a route names a stack of its own, and the rule that brings its destination's
 * last words back, where there are any.
 *
 * <p>Its parameters are {@code Prefix} (of every name), {@code Bus} (its name), {@code
 * UndeliveredEventsArn} and {@code UndeliveredMessagesArn} (dead-letter queues of rules and of
 * subscriptions), {@code HubLogs} (log groups that are no connector's), {@code Connectors} (those
 * that deliver), and those that it hands on to the connectors' stacks.
 */
public final class RouteCompiler {
  private static final String RULE_ARN =
      "arn:${AWS::Partition}:events:${AWS::Region}:${AWS::AccountId}:rule/${Bus}/";

  /** The logical id of the policy of log groups, which no route's name can make. */
  public static final String LOG_POLICY = "LogGroupsPolicy";

  /** Characters of a route's name that the names of a replay's rules keep at least. */
  private static final int KEPT_OF_ROUTE = 6;

  private final Catalog catalog;

  /**
   * @param catalog with every connector that the routes name
   */
  public RouteCompiler(Catalog catalog) {
    this.catalog = catalog;
  }

  /** As below, with nothing watched. */
  public String compile(List<Route> routes) {
    return compile(routes, List.of());
  }

  /**
   * The stack as CloudFormation JSON; the same routes give the same text.
   *
   * @param watches alarms on sources that stand in it as well
   */
  public String compile(List<Route> routes, List<Watch> watches) {
    Map<String, Object> template = new LinkedHashMap<>();
    template.put("AWSTemplateFormatVersion", "2010-09-09");
    template.put(
        "Description",
        "The routes of Patchbay, compiled from routes.yaml by ./patchbay routes compile.");
    // Which parameters are used depends on the routes.
    template.put(
        "Metadata",
        Map.of("cfn-lint", Map.of("config", Map.of("ignore_checks", List.of("W2001")))));
    template.put("Parameters", parameters());
    List<String> connectors =
        routes.stream().flatMap(it -> it.connectors().stream()).distinct().sorted().toList();
    template.put("Conditions", conditions(connectors, !routes.isEmpty()));
    Map<String, Object> resources = new LinkedHashMap<>();
    // A stack must hold a resource, and there may be no route.
    resources.put(
        "None", ordered("Type", "AWS::CloudFormation::WaitConditionHandle", "Condition", "Never"));
    routes.stream()
        .flatMap(RouteCompiler::connectors)
        .distinct()
        .sorted()
        .map(name -> catalog.connector(name).orElseThrow())
        .forEach(entry -> resources.putAll(ConnectorStack.of(entry, onOf(entry.name()), routes)));
    routes.forEach(route -> add(route, resources));
    Completions.routes(routes, catalog).forEach(route -> add(route, resources));
    AwsTarget.logPolicy(
            "${Prefix}-routes", routes.stream().flatMap(it -> it.targets().stream()).toList())
        .ifPresent(policy -> resources.put(LOG_POLICY, policy));
    watches.forEach(watch -> WatchAlarms.add(watch, resources));
    resources.put("Queries", queries(connectors));
    template.put("Resources", resources);
    return Json.pretty(template) + "\n";
  }

  /** Those with a stack of their own. */
  private static Stream<String> connectors(Route route) {
    return Stream.concat(
        route.connectors().stream(),
        route.targets().stream().filter(StackTarget.class::isInstance).map(RuleTarget::connector));
  }

  private static Map<String, Object> conditions(List<String> connectors, boolean hasTopics) {
    Map<String, Object> conditions = new LinkedHashMap<>();
    conditions.put("Never", equal(ref("Prefix"), ""));
    if (hasTopics) {
      conditions.put("HasKey", not(equal(ref("KmsKeyArn"), "")));
    }
    connectors.forEach(name -> conditions.put(onOf(name), isOn(name)));
    return conditions;
  }

  /**
   * Whether the list of connectors says {@code all} or this one. CloudFormation has no function for
   * "contains": a list without the name is as long after it was split there and joined again.
   */
  private static Map<String, Object> isOn(String connector) {
    Map<String, Object> list = sub(",${Connectors},");
    Map<String, Object> split = Map.of("Fn::Split", List.of("," + connector + ",", list));
    Map<String, Object> without = Map.of("Fn::Join", List.of("", split));
    return Map.of("Fn::Or", List.of(equal(ref("Connectors"), "all"), not(equal(without, list))));
  }

  private static Map<String, Object> equal(Object one, Object other) {
    return Map.of("Fn::Equals", List.of(one, other));
  }

  private static Map<String, Object> not(Object condition) {
    return Map.of("Fn::Not", List.of(condition));
  }

  /** The saved queries, over the logs of the hub's functions and of these connectors. */
  private static Map<String, Object> queries(List<String> connectors) {
    List<Object> groups = new ArrayList<>(List.of(ref("HubLogs")));
    connectors.forEach(name -> groups.add(sub("/aws/lambda/${Prefix}-" + name)));
    return resource(
        "AWS::CloudFormation::Stack",
        ordered(
            "TemplateURL",
            "../../operations/queries.yaml",
            "Parameters",
            ordered("Hub", ref("Prefix"), "LogGroups", Map.of("Fn::Join", List.of(",", groups)))));
  }

  private Map<String, Object> parameters() {
    Map<String, Object> parameters = new LinkedHashMap<>();
    parameters.put("Prefix", parameter("First part of every name."));
    parameters.put("Bus", parameter("Name of the event bus."));
    parameters.put("UndeliveredEventsArn", parameter("Dead-letter queue of the rules."));
    parameters.put("UndeliveredMessagesArn", parameter("Dead-letter queue of the subscriptions."));
    parameters.put("HubLogs", parameter("Log groups of the hub's functions, with commas between."));
    parameters.put(
        "Connectors", parameter("Connectors that deliver, with commas between, or all."));
    ConnectorStack.HANDED_ON.forEach(
        (name, description) -> parameters.putIfAbsent(name, parameter(description)));
    return parameters;
  }

  private static Map<String, Object> parameter(String description) {
    return ordered("Type", "String", "Description", description);
  }

  private static void add(Route route, Map<String, Object> resources) {
    String id = camel(route.name());
    String name = "${Prefix}-route-" + route.name();
    resources.put(id + "Topic", topic(name));
    resources.put(id + "Rule", rule(route, id, name));
    resources.put(id + "TopicPolicy", topicPolicy(id, name));
    for (String connector : route.connectors()) {
      resources.put(id + "To" + camel(connector), subscription(id, connector));
    }
    if (route.targets().stream().anyMatch(target -> !target.isLogGroup())) {
      resources.put(id + "TargetRole", RuleTarget.role(RULE_ARN + name, route.targets()));
    }
  }

  private static Map<String, Object> topic(String name) {
    Map<String, Object> key =
        Map.of("Fn::If", List.of("HasKey", ref("KmsKeyArn"), ref("AWS::NoValue")));
    return resource("AWS::SNS::Topic", ordered("TopicName", sub(name), "KmsMasterKeyId", key));
  }

  private static Map<String, Object> rule(Route route, String id, String name) {
    Map<String, Object> target = new LinkedHashMap<>();
    target.put("Id", "topic");
    target.put("Arn", ref(id + "Topic"));
    target.put("InputTransformer", Map.of("InputTemplate", RouteTemplate.of(route)));
    target.put("DeadLetterConfig", Map.of("Arn", ref("UndeliveredEventsArn")));
    target.put(
        "RetryPolicy", ordered("MaximumEventAgeInSeconds", 86_400, "MaximumRetryAttempts", 185));
    Map<String, Object> properties = new LinkedHashMap<>();
    properties.put("Name", sub(name));
    properties.put("EventBusName", ref("Bus"));
    properties.put(
        "EventPattern",
        ordered("source", route.busPattern().get("source"), "detail", route.pattern()));
    properties.put("State", "ENABLED");
    List<Object> targets = new ArrayList<>(List.of(target));
    Object role = Map.of("Fn::GetAtt", List.of(id + "TargetRole", "Arn"));
    for (RuleTarget to : route.targets()) {
      targets.add(to.target("target-" + targets.size(), role, ref("UndeliveredEventsArn")));
    }
    properties.put("Targets", targets);
    return resource("AWS::Events::Rule", properties);
  }

  /** Its own rule may publish, and those that {@code ./patchbay replay} makes of it for a while. */
  private static Map<String, Object> topicPolicy(String id, String name) {
    Map<String, Object> statement = new LinkedHashMap<>();
    statement.put("Sid", "FromItsRule");
    statement.put("Effect", "Allow");
    statement.put("Principal", Map.of("Service", "events.amazonaws.com"));
    statement.put("Action", "sns:Publish");
    statement.put("Resource", ref(id + "Topic"));
    statement.put(
        "Condition",
        Map.of(
            "ArnLike",
            Map.of(
                "aws:SourceArn",
                List.of(
                    Map.of("Fn::GetAtt", List.of(id + "Rule", "Arn")),
                    sub(RULE_ARN + cut(name) + "*-replay-*")))));
    return resource(
        "AWS::SNS::TopicPolicy",
        ordered(
            "Topics",
            List.of(ref(id + "Topic")),
            "PolicyDocument",
            ordered("Version", "2012-10-17", "Statement", List.of(statement, tlsOnly(id)))));
  }

  private static Map<String, Object> tlsOnly(String id) {
    return ordered(
        "Sid", "TlsOnly",
        "Effect", "Deny",
        "Principal", "*",
        "Action", "sns:Publish",
        "Resource", ref(id + "Topic"),
        "Condition", Map.of("Bool", Map.of("aws:SecureTransport", "false")));
  }

  /** A replay's rule has a name of its own, for which a long name is cut. */
  private static String cut(String name) {
    return name.substring(0, Math.min(name.length(), "${Prefix}-route-".length() + KEPT_OF_ROUTE));
  }

  private static Map<String, Object> subscription(String id, String connector) {
    Map<String, Object> properties = new LinkedHashMap<>();
    properties.put("TopicArn", ref(id + "Topic"));
    properties.put("Protocol", "sqs");
    properties.put(
        "Endpoint",
        Map.of("Fn::GetAtt", List.of(CloudFormation.stackOf(connector), "Outputs.QueueArn")));
    properties.put("RawMessageDelivery", true);
    properties.put("RedrivePolicy", Map.of("deadLetterTargetArn", ref("UndeliveredMessagesArn")));
    return resource("AWS::SNS::Subscription", properties);
  }

  private static String onOf(String connector) {
    return camel(connector) + "Delivers";
  }
}
