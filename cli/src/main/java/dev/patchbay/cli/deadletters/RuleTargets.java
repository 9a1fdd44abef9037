package dev.patchbay.cli.deadletters;

import dev.patchbay.cli.command.CommandFailure;
import dev.patchbay.core.json.Json;
import dev.patchbay.local.aws.events.InputTransformer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.services.eventbridge.model.ResourceNotFoundException;
import software.amazon.awssdk.services.eventbridge.model.Target;

/**
 * Where rules could not hand events over. A dead letter of a rule names the rule and the target
 * (https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html), so that this target
 * alone gets the event after all. Thread-safe.
 */
final class RuleTargets {
  private final TargetServices services;
  private final Map<String, List<Target>> byRule = new ConcurrentHashMap<>();

  RuleTargets(TargetServices services) {
    this.services = services;
  }

  /**
   * Sends a letter's event, in the form that the rule gives it, to the target that missed it.
   *
   * @return false where the letter names no target, or its rule has it no more: then the bus must
   *     take it again
   * @throws CommandFailure where nobody but EventBridge can call that target
   */
  boolean handOver(DeadLetter letter) {
    String rule = letter.attribute("RULE_ARN", "");
    String arn = letter.attribute("TARGET_ARN", "");
    for (Target target : byRule.computeIfAbsent(rule, this::targets)) {
      if (target.arn().equals(arn)) {
        services.send(target, input(target, letter, rule), letter);
        return true;
      }
    }
    return false;
  }

  private List<Target> targets(String ruleArn) {
    String[] parts = ruleArn.split("/"); // arn:aws:events:…:rule/BUS/NAME
    if (parts.length != 3) {
      return List.of();
    }
    try {
      return services
          .events()
          .listTargetsByRule(list -> list.eventBusName(parts[1]).rule(parts[2]))
          .targets();
    } catch (ResourceNotFoundException _) {
      return List.of();
    }
  }

  private static String input(Target target, DeadLetter letter, String rule) {
    Map<String, Object> event = letter.body();
    if (target.inputTransformer() != null) {
      return new InputTransformer(
              target.inputTransformer().inputPathsMap(), target.inputTransformer().inputTemplate())
          .apply(event, letter.message().body(), rule);
    }
    if (target.input() != null) {
      return target.input();
    }
    return target.inputPath() == null
        ? letter.message().body()
        : Json.write(InputTransformer.at(event, target.inputPath()));
  }

  /** Puts a letter's event on the bus again, where every rule takes it again. */
  void publish(String bus, DeadLetter letter) {
    TargetServices.publish(services.events(), bus, letter);
  }
}
