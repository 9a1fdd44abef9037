package dev.patchbay.local.aws.iam;

import dev.patchbay.core.json.Json;
import dev.patchbay.local.aws.Members;
import dev.patchbay.local.template.TemplateException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * Reads policy documents. What the laptop could not honour is refused by name, since a condition
 * that is not understood must neither allow nor be passed over.
 */
public final class PolicyReader {
  /** What a policy is attached to, which decides what its statements must say. */
  public enum Kind {
    /** A role: its statements name resources, and no principal. */
    IDENTITY,
    /** A resource: its statements name principals and resources. */
    RESOURCE,
    /** A role, of those who may assume it: its statements name principals, and no resource. */
    TRUST
  }

  private static final Set<String> ELEMENTS =
      Set.of(
          "Sid",
          "Effect",
          "Principal",
          "Action",
          "NotAction",
          "Resource",
          "NotResource",
          "Condition");

  private final String name;
  private final Kind kind;
  private final List<String> problems = new ArrayList<>();

  private PolicyReader(String name, Kind kind) {
    this.name = name;
    this.kind = kind;
  }

  /**
   * Reads a document.
   *
   * @throws TemplateException naming everything in it that is wrong or unknown here
   */
  public static Policy read(String name, Kind kind, Map<String, Object> document) {
    PolicyReader reader = new PolicyReader(name, kind);
    List<Statement> statements = new ArrayList<>();
    for (Object statement : Members.list(document, "Statement")) {
      statements.add(reader.statement(Json.object(statement)));
    }
    if (statements.isEmpty()) {
      reader.problems.add("it has no Statement");
    }
    if (!reader.problems.isEmpty()) {
      throw new TemplateException(
          "the policy %s: %s".formatted(name, String.join("; ", reader.problems)));
    }
    return new Policy(name, List.copyOf(statements));
  }

  private Statement statement(Map<String, Object> written) {
    String sid = Members.text(written, "Sid", "");
    String place = sid.isEmpty() ? "a statement" : "the statement " + sid;
    for (String element : written.keySet()) {
      if (!ELEMENTS.contains(element)) {
        problems.add("the laptop does not know %s of %s".formatted(element, place));
      }
    }
    String effect = Members.text(written, "Effect", "");
    require(Set.of("Allow", "Deny").contains(effect), place, "an Effect, Allow or Deny");
    require(isEither(written, "Action", "NotAction"), place, "either Action or NotAction");
    require(
        kind == Kind.TRUST || isEither(written, "Resource", "NotResource"),
        place,
        "either Resource or NotResource");
    require(
        written.containsKey("Principal") == (kind != Kind.IDENTITY),
        place,
        kind == Kind.IDENTITY ? "no Principal" : "a Principal");
    return new Statement(
        sid,
        effect.equals("Allow"),
        kind == Kind.IDENTITY ? null : principals(written.get("Principal"), place),
        globs(texts(written, "Action", place), Glob::ignoringCase),
        globs(texts(written, "NotAction", place), Glob::ignoringCase),
        kind == Kind.TRUST ? null : globs(texts(written, "Resource", place), Glob::of),
        globs(texts(written, "NotResource", place), Glob::of),
        conditions(Members.object(written, "Condition"), place));
  }

  private void require(boolean holds, String place, String wanted) {
    if (!holds) {
      problems.add(place + " needs " + wanted);
    }
  }

  private static boolean isEither(Map<String, Object> written, String one, String other) {
    return written.containsKey(one) != written.containsKey(other);
  }

  private List<String> principals(Object principal, String place) {
    if ("*".equals(principal)) {
      return List.of("*");
    }
    if (!(principal instanceof Map<?, ?> map)
        || !Set.of("Service", "AWS").containsAll(map.keySet())) {
      problems.add("the laptop knows Principals of Service and AWS only, and not that of " + place);
      return List.of();
    }
    Map<String, Object> named = Json.object(map);
    List<String> principals = new ArrayList<>(texts(named, "Service", place));
    principals.addAll(texts(named, "AWS", place));
    return principals;
  }

  private List<String> texts(Map<String, Object> written, String element, String place) {
    List<String> texts = Members.list(written, element).stream().map(String::valueOf).toList();
    if (texts.stream().anyMatch(text -> text.contains("${"))) {
      problems.add(
          "the laptop knows no policy variables, as in %s of %s".formatted(element, place));
    }
    return texts;
  }

  private static List<Glob> globs(List<String> texts, Function<String, Glob> reading) {
    return texts.stream().map(reading).toList();
  }

  private List<Condition> conditions(Map<String, Object> written, String place) {
    List<Condition> conditions = new ArrayList<>();
    written.forEach(
        (operator, keys) ->
            Json.object(keys)
                .keySet()
                .forEach(
                    key ->
                        conditions.add(
                            Condition.of(operator, key, texts(Json.object(keys), key, place)))));
    for (Condition condition : conditions) {
      if (!condition.isKnownOperator()) {
        problems.add(
            "the laptop does not know the condition %s of %s"
                .formatted(condition.operator(), place));
      }
      if (!condition.isKnownKey()) {
        problems.add(
            "the laptop does not know the condition key %s of %s"
                .formatted(condition.key(), place));
      }
    }
    return conditions;
  }
}
