package dev.patchbay.local.aws.iam;

import dev.patchbay.local.aws.AwsException;
import java.util.Map;

/** A function as the account knows it: its role, and the key that it signs with. Thread-safe. */
public final class FunctionSession {
  private final Permissions permissions;
  private final Principal.Session principal;
  private final AccessKey key;

  FunctionSession(Permissions permissions, Principal.Session principal) {
    this.permissions = permissions;
    this.principal = principal;
    this.key = permissions.keyOf(principal);
  }

  /**
   * The credentials as Lambda sets them
   * (https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html).
   */
  public Map<String, String> environment() {
    return Map.of(
        "AWS_ACCESS_KEY_ID", key.id(),
        "AWS_SECRET_ACCESS_KEY", key.secret(),
        "AWS_SESSION_TOKEN", key.token());
  }

  /** Whether Lambda may do something for the function, in the function's role. */
  public boolean may(String action, String resource) {
    return permissions.decide(Question.of(principal, action, resource)).allowed();
  }

  /**
   * Refuses what Lambda may not do for the function.
   *
   * @throws AwsException as the service would refuse it
   */
  public void require(String action, String resource) {
    Question question = Question.of(principal, action, resource);
    Decision decision = permissions.decide(question);
    if (!decision.allowed()) {
      throw Refusals.denied(action.substring(0, action.indexOf(':')), question, decision);
    }
  }
}
