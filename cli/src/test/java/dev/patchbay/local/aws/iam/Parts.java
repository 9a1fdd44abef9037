package dev.patchbay.local.aws.iam;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * The parts of a policy, each with the policy as it would be without it: a statement, and each of
 * several actions, resources and condition values of one.
 *
 * @param what the part, in words
 * @param without the policy without it
 */
public record Parts(String what, Policy without) {
  /** Every part of a policy. */
  public static List<Parts> of(Policy policy) {
    List<Parts> parts = new ArrayList<>();
    for (Statement statement : policy.statements()) {
      parts.add(new Parts(statement.sid(), with(policy, statement, null)));
      for (Lesser lesser : lesser(statement)) {
        parts.add(
            new Parts(
                statement.sid() + ": " + lesser.what(),
                with(policy, statement, lesser.statement())));
      }
    }
    return parts;
  }

  /** The names of a policy's statements. */
  public static List<String> sids(Policy policy) {
    return policy.statements().stream().map(Statement::sid).toList();
  }

  /** What a policy's statements allow on everything, or everything on what. */
  public static List<String> boundless(Policy policy) {
    return policy.statements().stream()
        .filter(Statement::allows)
        .filter(it -> it.resources() != null)
        .flatMap(
            it ->
                it.actions().stream()
                    .filter(
                        action ->
                            action.text().contains("*")
                                || it.resources().stream().anyMatch(r -> r.text().equals("*")))
                    .map(Glob::text))
        .toList();
  }

  private record Lesser(String what, Statement statement) {}

  private static Policy with(Policy policy, Statement statement, Statement other) {
    return new Policy(
        policy.name(),
        policy.statements().stream()
            .map(it -> it == statement ? other : it)
            .filter(it -> it != null)
            .toList());
  }

  private static List<Lesser> lesser(Statement it) {
    List<Lesser> lesser = new ArrayList<>();
    each(it.actions(), Glob::text, it, Parts::withActions, lesser);
    each(it.resources(), Glob::text, it, Parts::withResources, lesser);
    for (Condition condition : it.conditions()) {
      each(
          condition.values(),
          value -> value,
          it,
          (statement, values) -> withValues(statement, condition, values),
          lesser);
    }
    return lesser;
  }

  private static <T> void each(
      List<T> all,
      Function<T, String> name,
      Statement statement,
      BiFunction<Statement, List<T>, Statement> with,
      List<Lesser> lesser) {
    if (all == null || all.size() < 2) {
      return;
    }
    for (T one : all) {
      List<T> others = all.stream().filter(other -> other != one).toList();
      lesser.add(new Lesser(name.apply(one), with.apply(statement, others)));
    }
  }

  private static Statement withActions(Statement it, List<Glob> actions) {
    return new Statement(
        it.sid(),
        it.allows(),
        it.principals(),
        actions,
        it.notActions(),
        it.resources(),
        it.notResources(),
        it.conditions());
  }

  private static Statement withResources(Statement it, List<Glob> resources) {
    return new Statement(
        it.sid(),
        it.allows(),
        it.principals(),
        it.actions(),
        it.notActions(),
        resources,
        it.notResources(),
        it.conditions());
  }

  private static Statement withValues(Statement it, Condition condition, List<String> values) {
    String operator = condition.operator() + (condition.ifExists() ? "IfExists" : "");
    return new Statement(
        it.sid(),
        it.allows(),
        it.principals(),
        it.actions(),
        it.notActions(),
        it.resources(),
        it.notResources(),
        it.conditions().stream()
            .map(one -> one == condition ? Condition.of(operator, one.key(), values) : one)
            .toList());
  }
}
