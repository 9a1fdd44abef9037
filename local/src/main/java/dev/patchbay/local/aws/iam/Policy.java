package dev.patchbay.local.aws.iam;

import java.util.List;

/**
 * A policy, of a role or of a resource.
 *
 * @param name of the policy, or the ARN of the resource
 */
public record Policy(String name, List<Statement> statements) {
  boolean denies(Question question) {
    return says(question, false);
  }

  boolean allows(Question question) {
    return says(question, true);
  }

  private boolean says(Question question, boolean allows) {
    return statements.stream()
        .filter(statement -> statement.allows() == allows)
        .filter(it -> it.principals() == null || it.names(question.principal()))
        .anyMatch(statement -> statement.concerns(question));
  }

  /**
   * What the policies of the one who asks and of the resource come to: a denial wins, and what
   * nobody allows is denied
   * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html).
   */
  public static Decision decide(Question question, List<Policy> own, List<Policy> ofResource) {
    if (own.stream().anyMatch(policy -> policy.denies(question))) {
      return Decision.denied("an identity-based");
    }
    if (ofResource.stream().anyMatch(policy -> policy.denies(question))) {
      return Decision.denied("a resource-based");
    }
    boolean allowed =
        own.stream().anyMatch(policy -> policy.allows(question))
            || ofResource.stream().anyMatch(policy -> policy.allows(question));
    return allowed ? Decision.ALLOWED : Decision.missing(question);
  }
}
