package dev.patchbay.cli.deadletters;

import dev.patchbay.cli.command.CommandFailure;
import dev.patchbay.core.json.Json;
import dev.patchbay.local.aws.events.InputTransformer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResponse;
import software.amazon.awssdk.services.eventbridge.model.ResourceNotFoundException;
import software.amazon.awssdk.services.eventbridge.model.Target;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sqs.SqsClient;

/**
 * Where rules could not hand events over. A dead letter of a rule names the rule and the target
 * (https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html), so that this target
 * alone gets the event after all.
 */
final class RuleTargets {
  private final EventBridgeClient events;
  private final SnsClient sns;
  private final SqsClient sqs;
  private final Map<String, List<Target>> byRule = new HashMap<>();

  RuleTargets(EventBridgeClient events, SnsClient sns, SqsClient sqs) {
    this.events = events;
    this.sns = sns;
    this.sqs = sqs;
  }

  /**
   * Sends a letter's event, in the form that the rule gives it, to the topic or queue that missed
   * it.
   *
   * @return false where that is neither, or the rule has it no more: then the bus must take it
   *     again
   */
  boolean handOver(DeadLetter letter) {
    String rule = letter.attribute("RULE_ARN", "");
    String arn = letter.attribute("TARGET_ARN", "");
    String[] parts = arn.split(":");
    for (Target target : byRule.computeIfAbsent(rule, this::targets)) {
      if (target.arn().equals(arn) && parts[2].equals("sns")) {
        sns.publish(publish -> publish.topicArn(arn).message(body(target, letter, rule)));
        return true;
      }
      if (target.arn().equals(arn) && parts[2].equals("sqs")) {
        send(target, parts[5], parts[4], body(target, letter, rule));
        return true;
      }
    }
    return false;
  }

  private void send(Target target, String queue, String account, String body) {
    String url =
        sqs.getQueueUrl(get -> get.queueName(queue).queueOwnerAWSAccountId(account)).queueUrl();
    String group = target.sqsParameters() == null ? null : target.sqsParameters().messageGroupId();
    sqs.sendMessage(send -> send.queueUrl(url).messageBody(body).messageGroupId(group));
  }

  private List<Target> targets(String ruleArn) {
    String[] parts = ruleArn.split("/"); // arn:aws:events:…:rule/BUS/NAME
    if (parts.length != 3) {
      return List.of();
    }
    try {
      return events.listTargetsByRule(list -> list.eventBusName(parts[1]).rule(parts[2])).targets();
    } catch (ResourceNotFoundException _) {
      return List.of();
    }
  }

  private static String body(Target target, DeadLetter letter, String rule) {
    Map<String, Object> event = letter.body();
    if (target.inputTransformer() != null) {
      return new InputTransformer(
              target.inputTransformer().inputPathsMap(), target.inputTransformer().inputTemplate())
          .apply(event, letter.message().body(), rule);
    }
    return target.inputPath() == null
        ? letter.message().body()
        : Json.write(InputTransformer.at(event, target.inputPath()));
  }

  /** Puts a letter's event on the bus again, where every rule takes it again. */
  void publish(String bus, DeadLetter letter) {
    Map<String, Object> event = letter.body();
    if (!(event.get("source") instanceof String source)
        || !(event.get("detail-type") instanceof String type)
        || letter.detail().isEmpty()) {
      throw new CommandFailure(letter.id() + " is no event of the bus; look at it and discard it");
    }
    PutEventsRequestEntry entry =
        PutEventsRequestEntry.builder()
            .eventBusName(bus)
            .source(source)
            .detailType(type)
            .detail(Json.write(letter.detail()))
            .build();
    PutEventsResponse answer = events.putEvents(put -> put.entries(entry));
    if (answer.failedEntryCount() != null && answer.failedEntryCount() > 0) {
      throw new CommandFailure(
          "the bus refused " + letter.id() + ": " + answer.entries().getFirst().errorMessage());
    }
  }
}
