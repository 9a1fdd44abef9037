package dev.patchbay.router.route;

import dev.patchbay.core.json.BindingException;
import dev.patchbay.core.json.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A delivery to AWS itself, with no function between: {@code - aws: {arn: …}} is a target of the
 * route's rule. It gets the normalised event; a bus gets it as it lies on Patchbay's own. Tried for
 * a day, then a dead letter among the undelivered events.
 *
 * <p>https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-targets.html
 *
 * @param arn of a queue, topic, function, state machine, stream, delivery stream, log group, bus or
 *     API destination
 * @param partitionKey JSON path over the event on the bus, of a Kinesis stream; its id where none
 *     is named
 * @param messageGroup of a FIFO queue, which must have one, or of a fair queue; at most 100
 *     characters
 *     (https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-events-rule-sqsparameters.html)
 */
public record AwsTarget(String arn, String partitionKey, String messageGroup)
    implements RuleTarget {
  /** The word that routes use in place of a connector's name. */
  public static final String WORD = "aws";

  /** CloudFormation's word for what is in a policy. */
  public static final String POLICY_DOCUMENT = "PolicyDocument";

  /** Characters that CloudWatch Logs takes of a resource policy. */
  public static final int MOST_OF_POLICY = 5120;

  private static final Pattern ARN =
      Pattern.compile("arn:aws[a-z-]*:([a-z]+):[a-z0-9-]+:[0-9]{12}:(.+)");

  private static final String FIFO = ".fifo";

  /** SQS's characters of a group, and CloudFormation's length. */
  private static final Pattern GROUP = Pattern.compile("[!-~]{1,100}");

  /**
   * What a kind of target asks of the rule's role; a log group asks a policy of its own instead.
   */
  private enum Service {
    SQS("sqs", "[A-Za-z0-9_.-]+", "sqs:SendMessage"),
    SNS("sns", "[A-Za-z0-9_.-]+", "sns:Publish"),
    LAMBDA("lambda", "function:.+", "lambda:InvokeFunction"),
    STATES("states", "stateMachine:.+", "states:StartExecution"),
    KINESIS("kinesis", "stream/.+", "kinesis:PutRecord"),
    FIREHOSE("firehose", "deliverystream/.+", "firehose:PutRecord"),
    LOGS("logs", "log-group:.+", null),
    BUS("events", "event-bus/.+", "events:PutEvents"),
    API("events", "api-destination/.+", "events:InvokeApiDestination");

    private final String name;
    private final String resource;
    private final String action;

    Service(String name, String resource, String action) {
      this.name = name;
      this.resource = resource;
      this.action = action;
    }

    static Service of(String arn) {
      Matcher parts = ARN.matcher(arn);
      if (parts.matches()) {
        for (Service service : values()) {
          if (service.name.equals(parts.group(1)) && parts.group(2).matches(service.resource)) {
            return service;
          }
        }
      }
      return null;
    }
  }

  /**
   * @throws BindingException where the ARN names nothing that a rule can send to
   */
  public AwsTarget {
    if (arn == null || Service.of(arn) == null) {
      throw new BindingException(
          "$.arn",
          "must be the ARN of a queue, topic, function, state machine, Kinesis stream, Firehose"
              + " stream, log group, event bus or API destination, such as"
              + " arn:aws:sqs:eu-west-1:123456789012:audit");
    }
    Service service = Service.of(arn);
    partitionKey(service, partitionKey);
    messageGroup(service, arn, messageGroup);
    if (service == Service.SNS && arn.endsWith(FIFO)) {
      throw new BindingException(
          "$.arn",
          "is a FIFO topic, to which a rule cannot send; deliver to it by '- sns: {topic: …}'");
    }
  }

  private static void partitionKey(Service service, String partitionKey) {
    if (partitionKey == null) {
      return;
    }
    if (service != Service.KINESIS) {
      throw new BindingException("$.partitionKey", "is for a Kinesis stream alone; leave it out");
    }
    if (!partitionKey.startsWith("$.")) {
      throw new BindingException(
          "$.partitionKey", "must be a JSON path over the event, such as $.detail.subject");
    }
  }

  private static void messageGroup(Service service, String arn, String messageGroup) {
    if (messageGroup == null && service == Service.SQS && arn.endsWith(FIFO)) {
      throw new BindingException(
          "$", "is a FIFO queue, and needs a 'messageGroup', such as patchbay");
    }
    if (messageGroup != null && service != Service.SQS) {
      throw new BindingException("$.messageGroup", "is for an SQS queue alone; leave it out");
    }
    if (messageGroup != null && !GROUP.matcher(messageGroup).matches()) {
      throw new BindingException(
          "$.messageGroup", "must be 1 to 100 letters, digits or punctuation marks, with no space");
    }
  }

  private Service service() {
    return Service.of(arn);
  }

  @Override
  public String kind() {
    return service().name().toLowerCase(java.util.Locale.ROOT);
  }

  @Override
  public String connector() {
    return WORD;
  }

  @Override
  public Map<String, Object> place() {
    return Map.of("arn", arn);
  }

  @Override
  public boolean isLogGroup() {
    return service() == Service.LOGS;
  }

  @Override
  public Map<String, Object> statement() {
    return CloudFormation.ordered("Effect", "Allow", "Action", service().action, "Resource", arn);
  }

  @Override
  public Map<String, Object> target(String id, Object role, Object deadLetters) {
    Map<String, Object> target = new LinkedHashMap<>();
    target.put("Id", id);
    target.put("Arn", arn);
    if (!isLogGroup()) {
      target.put("RoleArn", role);
    }
    if (service() != Service.BUS && !isLogGroup()) {
      target.put("InputPath", "$.detail");
    }
    if (service() == Service.KINESIS) {
      target.put(
          "KinesisParameters",
          Map.of("PartitionKeyPath", partitionKey == null ? "$.detail.id" : partitionKey));
    }
    if (messageGroup != null) {
      target.put("SqsParameters", Map.of("MessageGroupId", messageGroup));
    }
    RuleTarget.endure(target, deadLetters);
    return target;
  }

  /**
   * The policy by which all log groups let EventBridge write to them: one, since an account has ten
   * in a region; empty where no target is a log group. It is JSON of at most {@value
   * #MOST_OF_POLICY} characters
   * (https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-logs-resourcepolicy.html).
   */
  public static Optional<Map<String, Object>> logPolicy(String name, List<RuleTarget> targets) {
    List<String> groups =
        targets.stream()
            .filter(RuleTarget::isLogGroup)
            .map(target -> target.place().get("arn").toString().replaceFirst(":[*]$", "") + ":*")
            .distinct()
            .toList();
    if (groups.isEmpty()) {
      return Optional.empty();
    }
    Map<String, Object> statement =
        CloudFormation.ordered(
            "Effect",
            "Allow",
            "Principal",
            Map.of("Service", List.of("events.amazonaws.com", "delivery.logs.amazonaws.com")),
            "Action",
            List.of("logs:CreateLogStream", "logs:PutLogEvents"),
            "Resource",
            groups);
    return Optional.of(
        CloudFormation.resource(
            "AWS::Logs::ResourcePolicy",
            CloudFormation.ordered(
                "PolicyName",
                CloudFormation.sub(name),
                POLICY_DOCUMENT,
                Json.write(CloudFormation.policy(List.of(statement))))));
  }
}
