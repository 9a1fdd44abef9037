package dev.patchbay.router.route;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Where a route's rule sends besides its topic, with no function between. */
public sealed interface RuleTarget permits AwsTarget, StackTarget {
  /** With the topic, five in a rule, which is EventBridge's quota. */
  int MOST = 4;

  /** The word that routes use for it. */
  String connector();

  /** Its kind: sqs, sns, lambda, states, kinesis, firehose, logs, bus or api. */
  String kind();

  /** What a person would call the place, beside that word; empty where the word says it all. */
  Map<String, Object> place();

  /** Whether it lets the rule in by a policy of its own, and not by the rule's role. */
  boolean isLogGroup();

  /** The statement that the rule's role needs. */
  Map<String, Object> statement();

  /** The target in CloudFormation's words. */
  Map<String, Object> target(String id, Object role, Object deadLetters);

  /** What every target has: its dead letters, and a day of attempts. */
  static void endure(Map<String, Object> target, Object deadLetters) {
    target.put("DeadLetterConfig", Map.of("Arn", deadLetters));
    target.put(
        "RetryPolicy",
        CloudFormation.ordered("MaximumEventAgeInSeconds", 86_400, "MaximumRetryAttempts", 185));
  }

  /** The role by which a route's rule reaches its targets; only that rule may take it. */
  static Map<String, Object> role(String ruleArn, List<RuleTarget> targets) {
    Map<String, Object> trust =
        CloudFormation.ordered(
            "Sid",
            "ForItsRule",
            "Effect",
            "Allow",
            "Principal",
            Map.of("Service", "events.amazonaws.com"),
            "Action",
            "sts:AssumeRole",
            "Condition",
            Map.of("ArnEquals", Map.of("aws:SourceArn", CloudFormation.sub(ruleArn))));
    List<Map<String, Object>> statements =
        targets.stream()
            .filter(target -> !target.isLogGroup())
            .map(RuleTarget::statement)
            .distinct()
            .toList();
    return CloudFormation.resource(
        "AWS::IAM::Role",
        CloudFormation.ordered(
            "AssumeRolePolicyDocument",
            CloudFormation.policy(Stream.of(trust).toList()),
            "Policies",
            List.of(
                CloudFormation.ordered(
                    "PolicyName",
                    "targets",
                    "PolicyDocument",
                    CloudFormation.policy(statements)))));
  }
}
