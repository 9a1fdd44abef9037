package dev.patchbay.local.aws.iam;

/**
 * What the policies say to a question.
 *
 * @param because why it is refused, in AWS's words; empty where it is allowed
 */
public record Decision(boolean allowed, String because) {
  public static final Decision ALLOWED = new Decision(true, "");

  static Decision denied(String kind) {
    return new Decision(false, "with an explicit deny in " + kind + " policy");
  }

  static Decision missing(Question question) {
    String kind =
        question.principal() instanceof Principal.Service ? "resource-based" : "identity-based";
    return new Decision(
        false, "because no " + kind + " policy allows the " + question.action() + " action");
  }
}
