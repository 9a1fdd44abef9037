package dev.patchbay.cli.replay;

import dev.patchbay.cli.command.CommandFailure;
import dev.patchbay.core.event.Event;
import dev.patchbay.core.json.Json;
import dev.patchbay.core.json.Nearest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.ListRulesResponse;
import software.amazon.awssdk.services.eventbridge.model.Target;

/**
 * Rules of the bus for one replay: each is a route's, narrowed to what is wanted, to the same topic
 * or to another target. They take nothing but this replay, and are gone on {@link #close}.
 */
final class ReplayRules implements AutoCloseable {
  /** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutRule.html */
  private static final int LONGEST_NAME = 64;

  private final EventBridgeClient events;
  private final String bus;
  private final String replay;
  private final List<String> made = new ArrayList<>();

  /**
   * @param replay name of the replay
   */
  ReplayRules(EventBridgeClient events, String bus, String replay) {
    this.events = events;
    this.bus = bus;
    this.replay = replay;
  }

  /** The routes' rules by the route's name. */
  Map<String, String> ofRoutes() {
    String prefix = bus + "-route-";
    Map<String, String> rules = new LinkedHashMap<>();
    String token = null;
    do {
      String from = token;
      ListRulesResponse page =
          events.listRules(list -> list.eventBusName(bus).namePrefix(prefix).nextToken(from));
      page.rules().stream()
          .filter(rule -> !rule.name().contains("-replay-"))
          .forEach(rule -> rules.put(rule.name().substring(prefix.length()), rule.name()));
      token = page.nextToken();
    } while (token != null);
    return rules;
  }

  /** The rules of some routes, or of all. */
  List<String> ofRoutes(List<String> routes) {
    Map<String, String> known = ofRoutes();
    for (String route : routes) {
      if (!known.containsKey(route)) {
        throw new CommandFailure(
            "there is no route '" + route + "'" + Nearest.suggestion(route, known.keySet()));
      }
    }
    return routes.isEmpty()
        ? List.copyOf(known.values())
        : routes.stream().map(known::get).toList();
  }

  /**
   * Makes a rule of a route's for this replay.
   *
   * @param wanted text by key of the detail, such as {@code type}
   * @param straight whether those of its targets are in it that no ledger stands behind
   * @param aim what becomes of the route's target
   * @return its ARN; null where the route takes nothing that is wanted
   */
  String narrowed(
      String rule, Map<String, String> wanted, boolean straight, UnaryOperator<Target> aim) {
    Map<String, Object> pattern = pattern(rule, wanted);
    if (pattern == null) {
      return null;
    }
    pattern.put("replay-name", List.of(replay));
    String name = name(rule);
    List<Target> targets =
        targets(rule).stream()
            .filter(target -> straight || isTopic(rule, target))
            .map(aim)
            .toList();
    if (targets.isEmpty()) {
      return null;
    }
    made.add(name);
    String arn =
        events
            .putRule(put -> put.eventBusName(bus).name(name).eventPattern(Json.write(pattern)))
            .ruleArn();
    events.putTargets(put -> put.eventBusName(bus).rule(name).targets(targets));
    return arn;
  }

  /**
   * A name that EventBridge takes, 64 characters: a long one of the rule is cut, and a digest keeps
   * two such apart. It begins as the policy of the route's topic wants it.
   */
  private String name(String rule) {
    String suffix = "-replay-" + replay.substring(replay.lastIndexOf('-') + 1);
    if (rule.length() + suffix.length() <= LONGEST_NAME) {
      return rule + suffix;
    }
    String digest = "-%08x".formatted(rule.hashCode());
    return rule.substring(0, LONGEST_NAME - digest.length() - suffix.length()) + digest + suffix;
  }

  /** Whether a rule has targets that no ledger stands behind. */
  boolean goesStraight(String rule) {
    return !targets(rule).stream().allMatch(target -> isTopic(rule, target));
  }

  /** A route's topic has the name of its rule. */
  private static boolean isTopic(String rule, Target target) {
    return target.arn().endsWith(":" + rule);
  }

  private List<Target> targets(String rule) {
    return events.listTargetsByRule(list -> list.eventBusName(bus).rule(rule)).targets();
  }

  private Map<String, Object> pattern(String rule, Map<String, String> wanted) {
    Map<String, Object> pattern =
        Json.parseObject(
            events.describeRule(get -> get.eventBusName(bus).name(rule)).eventPattern());
    Map<String, Object> detail =
        new LinkedHashMap<>(Json.object(pattern.getOrDefault("detail", Map.of())));
    for (Map.Entry<String, String> each : wanted.entrySet()) {
      Object before = detail.put(each.getKey(), List.of(each.getValue()));
      if (before != null && !takes(each.getKey(), before, each.getValue())) {
        return null;
      }
    }
    if (wanted.containsKey("source")) {
      String source = Event.SOURCE_PREFIX + wanted.get("source");
      Object before = pattern.put("source", List.of(source));
      if (before != null && !takes("source", before, source)) {
        return null;
      }
    }
    pattern.put("detail", detail);
    return pattern;
  }

  /** Whether a route's own condition takes a text: both must hold, and a pattern has no 'and'. */
  private boolean takes(String key, Object condition, String text) {
    Map<String, Object> event =
        Map.of(
            "id", "1",
            "account", "0",
            "source", "s",
            "time", "2026-01-01T00:00:00Z",
            "region", "r",
            "resources", List.of(),
            "detail-type", "t",
            "detail", Map.of(key, text));
    String pattern = Json.write(Map.of("detail", Map.of(key, condition)));
    return events
        .testEventPattern(test -> test.event(Json.write(event)).eventPattern(pattern))
        .result();
  }

  @Override
  public void close() {
    for (String name : made) {
      List<String> ids = targets(name).stream().map(Target::id).toList();
      if (!ids.isEmpty()) {
        events.removeTargets(remove -> remove.eventBusName(bus).rule(name).ids(ids));
      }
      events.deleteRule(delete -> delete.eventBusName(bus).name(name));
    }
  }
}
