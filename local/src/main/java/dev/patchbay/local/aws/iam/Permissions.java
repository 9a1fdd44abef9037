package dev.patchbay.local.aws.iam;

import dev.patchbay.local.aws.Arns;
import dev.patchbay.local.aws.Caller;
import dev.patchbay.local.aws.Signed;
import dev.patchbay.local.template.TemplateException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * The policies of the account: of its roles, with the keys of those who act in them, and of its
 * resources. Thread-safe.
 */
public final class Permissions implements Authority {
  private static final String BUCKETS = "arn:aws:s3:::";

  private final Map<String, Role> roles = new ConcurrentHashMap<>();
  private final Map<String, List<Policy>> resources = new ConcurrentHashMap<>();
  private final Map<String, SessionCaller> callers = new ConcurrentHashMap<>();
  private final SecureRandom random = new SecureRandom();
  private volatile Consumer<Question> listener = _ -> {};

  /** Adds a role, or replaces the one of its ARN. */
  void put(Role role) {
    roles.put(role.arn(), role);
  }

  /** Attaches one more policy to a resource. */
  public void attach(String arn, Policy policy) {
    resources.merge(
        arn,
        List.of(policy),
        (before, more) -> {
          List<Policy> all = new ArrayList<>(before);
          all.addAll(more);
          return List.copyOf(all);
        });
  }

  /** Gives a resource one policy in place of those it has, or none. */
  public void replace(String arn, Optional<Policy> policy) {
    resources.put(arn, policy.map(List::of).orElse(List.of()));
  }

  /**
   * Begins a session of a role for a function.
   *
   * @throws TemplateException when there is no such role, or Lambda may not assume it
   */
  public Principal.Session session(String roleArn, String function) {
    Role role = roles.get(roleArn);
    if (role == null) {
      throw new TemplateException(
          "the laptop knows only the roles that the template makes, and not " + roleArn);
    }
    Principal lambda =
        new Principal.Service("lambda.amazonaws.com", Arns.of("lambda", "function:" + function));
    Question question = Question.of(lambda, "sts:AssumeRole", roleArn);
    listener.accept(question);
    if (!role.trust().allows(question) || role.trust().denies(question)) {
      throw new TemplateException(
          "The role defined for the function cannot be assumed by Lambda: " + roleArn);
    }
    return new Principal.Session(roleArn, function);
  }

  /** Makes a key by which a session signs. */
  public AccessKey keyOf(Principal.Session session) {
    AccessKey key = AccessKey.random(random);
    callers.put(key.id(), new SessionCaller(this, session, new Signature(key)));
    return key;
  }

  /** Whether a call bears the signature of a session's key. */
  public boolean signed(String accessKey, Signed call) {
    SessionCaller caller = callers.get(accessKey);
    return caller != null && caller.signed(call);
  }

  /** Who has a key; whoever has none of these is the account's administrator. */
  public Caller caller(String accessKey) {
    SessionCaller caller = callers.get(accessKey);
    return caller == null ? Caller.ADMINISTRATOR : caller;
  }

  @Override
  public Decision decide(Question question) {
    listener.accept(question);
    return Policy.decide(question, policiesOf(question.principal()), on(question.resource()));
  }

  /** The policies of the one who asks; a service has none. */
  public List<Policy> policiesOf(Principal principal) {
    return principal instanceof Principal.Session session && roles.containsKey(session.roleArn())
        ? roles.get(session.roleArn()).policies()
        : List.of();
  }

  /** The policies on a resource; those on a bucket speak of its objects too. */
  public List<Policy> on(String arn) {
    String owner = arn.startsWith(BUCKETS) ? arn.replaceFirst("(?<=:::[^/]{1,63})/.*", "") : arn;
    Role role = roles.get(arn);
    return role == null ? resources.getOrDefault(owner, List.of()) : List.of(role.trust());
  }

  /** Every role. */
  public List<Role> roles() {
    return List.copyOf(roles.values());
  }

  /** Every policy of a resource, by its ARN. */
  public Map<String, List<Policy>> onResources() {
    return Map.copyOf(resources);
  }

  /** Tells every question that is asked from now on; for one listener. */
  public void listen(Consumer<Question> listener) {
    this.listener = listener;
  }
}
