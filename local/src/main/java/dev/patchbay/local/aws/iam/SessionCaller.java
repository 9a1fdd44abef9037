package dev.patchbay.local.aws.iam;

import dev.patchbay.core.log.Log;
import dev.patchbay.local.aws.Call;
import dev.patchbay.local.aws.Caller;
import dev.patchbay.local.aws.Signed;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A function that makes calls, by its key. */
final class SessionCaller implements Caller {
  private static final int MOST_TOLD = 100;

  private final Permissions permissions;
  private final Principal.Session session;
  private final Signature signature;
  private final Set<String> told = ConcurrentHashMap.newKeySet();

  SessionCaller(Permissions permissions, Principal.Session session, Signature signature) {
    this.permissions = permissions;
    this.session = session;
    this.signature = signature;
  }

  @Override
  public Caller verified(Signed signed) {
    return signed(signed) ? this : new Impostor();
  }

  boolean signed(Signed call) {
    return signature.holds(call);
  }

  @Override
  public void check(Call call) {
    for (Actions.Needed needed : Actions.of(call)) {
      Question question = Question.of(session, needed.action(), needed.resource());
      Decision decision = permissions.decide(question);
      if (!decision.allowed()) {
        tell(needed);
        throw Refusals.denied(call.service(), question, decision);
      }
    }
  }

  /** Once for each action, in the words of the one who must mend it. */
  private void tell(Actions.Needed needed) {
    if (told.size() < MOST_TOLD && told.add(needed.action())) {
      Log.warn(
          "a permission is missing in the template",
          "function",
          session.session(),
          "role",
          session.roleArn(),
          "action",
          needed.action(),
          "resource",
          needed.resource());
    }
  }

  /** Whoever signs with the function's key id, and has not its secret. */
  private static final class Impostor implements Caller {
    @Override
    public Caller verified(Signed signed) {
      return this;
    }

    @Override
    public void check(Call call) {
      throw Refusals.wrongSignature(call.service());
    }
  }
}
