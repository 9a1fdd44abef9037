package dev.patchbay.local.aws.events;

import java.util.List;
import java.util.Map;

/**
 * A rule of a bus.
 *
 * @param pattern EventBridge pattern, JSON
 */
record Rule(
    String name, String bus, String arn, String pattern, boolean enabled, List<Target> targets) {
  Rule {
    RuleRules.check(name, pattern);
    RuleRules.check(targets);
  }

  /**
   * Where a rule sends.
   *
   * @param input constant JSON, or null
   * @param inputPath of the part that is sent, or null
   * @param deadLetterArn of a queue, or null
   * @param roleArn by which the rule reaches it, or null where its own policy lets the rule in
   */
  record Target(
      String id,
      String arn,
      InputTransformer transformer,
      String input,
      String inputPath,
      String deadLetterArn,
      String roleArn) {
    Target {
      RuleRules.check(id, transformer, input, inputPath);
    }

    /** What is sent of an event. */
    String body(Map<String, Object> event, String json, String ruleArn) {
      if (transformer != null) {
        return transformer.apply(event, json, ruleArn);
      }
      if (input != null) {
        return input;
      }
      return inputPath == null
          ? json
          : dev.patchbay.core.json.Json.write(InputTransformer.at(event, inputPath));
    }
  }
}
