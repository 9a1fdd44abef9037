package dev.patchbay.local.aws.iam;

import dev.patchbay.local.aws.Arns;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Whether somebody may do something to a resource.
 *
 * @param action such as {@code sqs:SendMessage}
 * @param resource its ARN, or {@code *} where the action has none
 * @param context condition keys of the call
 */
public record Question(
    Principal principal, String action, String resource, Map<String, String> context) {
  /** The condition keys that a call here may have; a policy that asks for another is refused. */
  static final Set<String> KEYS =
      Set.of(
          "aws:PrincipalAccount",
          "aws:PrincipalArn",
          "aws:PrincipalIsAWSService",
          "aws:PrincipalServiceName",
          "aws:SecureTransport",
          "aws:SourceAccount",
          "aws:SourceArn");

  /**
   * A question with the context that such a caller has. The laptop's endpoint stands for one that
   * is reached by TLS.
   */
  public static Question of(Principal principal, String action, String resource) {
    Map<String, String> context = new HashMap<>(Map.of("aws:SecureTransport", "true"));
    switch (principal) {
      case Principal.Session session -> {
        context.put("aws:PrincipalArn", session.roleArn());
        context.put("aws:PrincipalAccount", Arns.ACCOUNT);
        context.put("aws:PrincipalIsAWSService", "false");
      }
      case Principal.Service service -> {
        context.put("aws:PrincipalServiceName", service.name());
        context.put("aws:PrincipalIsAWSService", "true");
        context.put("aws:SourceArn", service.sourceArn());
        context.put("aws:SourceAccount", Arns.ACCOUNT);
      }
    }
    return new Question(principal, action, resource, Map.copyOf(context));
  }

  /** The same by a connection without TLS. */
  public Question withoutTls() {
    Map<String, String> other = new HashMap<>(context);
    other.put("aws:SecureTransport", "false");
    return new Question(principal, action, resource, Map.copyOf(other));
  }
}
