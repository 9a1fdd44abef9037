package dev.patchbay.local.aws.iam;

import dev.patchbay.local.aws.Arns;
import java.util.List;

/**
 * A statement of a policy
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_statement.html).
 *
 * @param sid its name, or empty
 * @param allows its effect: allows or denies
 * @param principals services, accounts, roles or {@code *}, whom it concerns; null in a policy of a
 *     role, which concerns that role
 * @param actions that it names
 * @param notActions those that it leaves out, where it names none
 * @param resources that it names; null in a role's trust policy, which concerns that role
 * @param notResources those that it leaves out, where it names none
 */
public record Statement(
    String sid,
    boolean allows,
    List<String> principals,
    List<Glob> actions,
    List<Glob> notActions,
    List<Glob> resources,
    List<Glob> notResources,
    List<Condition> conditions) {
  private static final String ROOT = "arn:aws:iam::" + Arns.ACCOUNT + ":root";

  /** Whether it speaks of the action, the resource and the circumstances of a question. */
  boolean concerns(Question question) {
    return named(question.action(), actions, notActions)
        && (resources == null || named(question.resource(), resources, notResources))
        && conditions.stream().allMatch(condition -> condition.holds(question.context()));
  }

  /**
   * Whether it names the one who asks. Naming the account denies all of its roles; it allows none,
   * but leaves that to their own policies.
   */
  boolean names(Principal principal) {
    return switch (principal) {
      case Principal.Service service ->
          principals.contains("*") || principals.contains(service.name());
      case Principal.Session session ->
          principals.contains("*")
              || principals.contains(session.roleArn())
              || principals.contains(session.toString())
              || !allows && (principals.contains(ROOT) || principals.contains(Arns.ACCOUNT));
    };
  }

  private static boolean named(String text, List<Glob> in, List<Glob> notIn) {
    return in.isEmpty() ? !Glob.any(notIn, text) : Glob.any(in, text);
  }
}
