package dev.patchbay.local.aws.events;

import dev.patchbay.local.aws.AwsException;
import dev.patchbay.local.aws.Constraints;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * What EventBridge takes as a rule and as a target
 * (https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutRule.html,
 * https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutTargets.html).
 */
final class RuleRules {
  private static final String NAME = "[\\.\\-_A-Za-z0-9]+";
  private static final int LONGEST_NAME = 64;

  /** EventBridge's quota for a rule, which is not adjustable. */
  static final int MOST_TARGETS = 5;

  /** EventBridge's quota; its API takes twice that from accounts of which it was raised. */
  private static final int LONGEST_PATTERN = 2048;

  private static final int LONGEST_INPUT = 8192;
  private static final int LONGEST_PATH = 256;

  private RuleRules() {}

  static void check(String name, String pattern) {
    Constraints.name("name", name, NAME, LONGEST_NAME);
    if (pattern.length() > LONGEST_PATTERN) {
      throw tooMany();
    }
  }

  static void check(List<Rule.Target> targets) {
    if (targets.size() > MOST_TARGETS) {
      throw tooMany();
    }
  }

  /** EventBridge's word for every quota. */
  static AwsException tooMany() {
    return new AwsException(
        "LimitExceededException", "The requested resource exceeds the maximum number allowed.");
  }

  static void check(String id, InputTransformer transformer, String input, String inputPath) {
    Constraints.name("targets.1.member.id", id, NAME, LONGEST_NAME);
    if (Stream.of(transformer, input, inputPath).filter(Objects::nonNull).count() > 1) {
      throw new AwsException(
          "ValidationException",
          "Only one of Input, InputPath, or InputTransformer must be provided for target "
              + id
              + ".");
    }
    if (transformer != null) {
      transformer.check(id);
    }
    if (input != null) {
      Constraints.length("targets.1.member.input", input, input.length(), 0, LONGEST_INPUT);
    }
    if (inputPath != null) {
      path("targets.1.member.inputPath", inputPath);
    }
  }

  static void path(String member, String path) {
    Constraints.length(member, path, path.length(), 0, LONGEST_PATH);
  }
}
