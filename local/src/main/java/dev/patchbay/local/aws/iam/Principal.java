package dev.patchbay.local.aws.iam;

import dev.patchbay.local.aws.Arns;

/** Who wants to act. */
public sealed interface Principal {
  /**
   * A function, by the session of its role.
   *
   * @param roleArn of the role
   * @param session name of the session: the function's
   */
  record Session(String roleArn, String session) implements Principal {
    @Override
    public String toString() {
      return "arn:aws:sts::%s:assumed-role/%s/%s"
          .formatted(Arns.ACCOUNT, roleArn.substring(roleArn.lastIndexOf('/') + 1), session);
    }
  }

  /**
   * A service of AWS that acts by itself.
   *
   * @param name such as {@code sns.amazonaws.com}
   * @param sourceArn of the resource for which it acts: a rule, a topic, a function
   */
  record Service(String name, String sourceArn) implements Principal {
    @Override
    public String toString() {
      return name;
    }
  }
}
