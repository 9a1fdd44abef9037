package dev.patchbay.local.aws.events;

import dev.patchbay.core.json.Json;
import dev.patchbay.local.aws.Arns;
import dev.patchbay.local.aws.AwsException;
import dev.patchbay.local.aws.JsonProtocol;
import dev.patchbay.local.aws.Members;
import dev.patchbay.local.template.TemplateException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * EventBridge's operations on rules and their targets. A rule that is put here lasts until the hub
 * stops: those of the template are made at each start.
 */
final class RuleOperations {
  private final Buses buses;

  RuleOperations(Buses buses) {
    this.buses = buses;
  }

  Map<String, JsonProtocol.Operation> operations() {
    return Map.of(
        "ListRules", this::listRules,
        "DescribeRule", in -> described(find(in)),
        "ListTargetsByRule", this::listTargets,
        "PutRule", this::putRule,
        "DeleteRule", this::deleteRule,
        "PutTargets", this::putTargets,
        "RemoveTargets", this::removeTargets);
  }

  private Map<String, Object> putRule(Map<String, Object> in) {
    String bus = buses.require(Members.text(in, "EventBusName", "default"));
    String name = Members.text(in, "Name");
    String arn = Arns.of("events", "rule/" + ("default".equals(bus) ? "" : bus + "/") + name);
    boolean enabled = "ENABLED".equals(Members.text(in, "State", "ENABLED"));
    List<Rule.Target> targets =
        buses.rules().stream()
            .filter(rule -> rule.arn().equals(arn))
            .findFirst()
            .map(Rule::targets)
            .orElse(List.of());
    buses.put(new Rule(name, bus, arn, Members.text(in, "EventPattern"), enabled, targets));
    return Map.of("RuleArn", arn);
  }

  private Map<String, Object> deleteRule(Map<String, Object> in) {
    Rule rule = find(in);
    if (!rule.targets().isEmpty()) {
      throw new AwsException("ValidationException", "Rule can't be deleted since it has targets.");
    }
    buses.remove(rule);
    return Map.of();
  }

  private Map<String, Object> putTargets(Map<String, Object> in) {
    Rule rule = find(in);
    Map<String, Rule.Target> targets = new LinkedHashMap<>();
    rule.targets().forEach(target -> targets.put(target.id(), target));
    for (Object each : Members.list(in, "Targets")) {
      try {
        Rule.Target target = target(rule.name(), Json.object(each));
        targets.put(target.id(), target);
      } catch (TemplateException e) {
        throw new AwsException("ValidationException", e.getMessage());
      }
    }
    return changed(rule, List.copyOf(targets.values()));
  }

  private Map<String, Object> removeTargets(Map<String, Object> in) {
    Rule rule = find(in);
    List<Rule.Target> targets = new ArrayList<>(rule.targets());
    List<?> ids = Members.list(in, "Ids");
    targets.removeIf(target -> ids.contains(target.id()));
    return changed(rule, targets);
  }

  private Map<String, Object> changed(Rule rule, List<Rule.Target> targets) {
    buses.put(
        new Rule(rule.name(), rule.bus(), rule.arn(), rule.pattern(), rule.enabled(), targets));
    return Map.of("FailedEntryCount", 0, "FailedEntries", List.of());
  }

  /** Whether the laptop has such targets. */
  static boolean isRun(String arn) {
    return arn.matches("arn:aws:(sns|sqs|events|firehose):.*")
        && !arn.contains(":api-destination/");
  }

  /** A target as templates and requests write it. */
  static Rule.Target target(String rule, Map<String, Object> target) {
    String arn = Members.text(target, "Arn");
    if (!isRun(arn)) {
      throw new TemplateException(
          rule + ": the laptop's rules send to SNS, SQS, Firehose and buses, not to " + arn);
    }
    Map<String, Object> transformer = Members.object(target, "InputTransformer");
    Map<String, String> paths = new HashMap<>();
    Members.object(transformer, "InputPathsMap")
        .forEach((name, path) -> paths.put(name, path.toString()));
    return new Rule.Target(
        Members.text(target, "Id"),
        arn,
        transformer.isEmpty()
            ? null
            : new InputTransformer(paths, Members.text(transformer, "InputTemplate")),
        Members.text(target, "Input", null),
        Members.text(target, "InputPath", null),
        Members.text(Members.object(target, "DeadLetterConfig"), "Arn", null),
        Members.text(target, "RoleArn", null));
  }

  private Map<String, Object> listRules(Map<String, Object> in) {
    String bus = buses.require(Members.text(in, "EventBusName", "default"));
    String prefix = Members.text(in, "NamePrefix", "");
    return Map.of(
        "Rules",
        buses.rules().stream()
            .filter(rule -> rule.bus().equals(bus) && rule.name().startsWith(prefix))
            .map(RuleOperations::rule)
            .toList());
  }

  private static Map<String, Object> described(Rule rule) {
    Map<String, Object> shown = rule(rule);
    shown.put("CreatedBy", Arns.ACCOUNT);
    return shown;
  }

  private static Map<String, Object> rule(Rule rule) {
    Map<String, Object> shown = new LinkedHashMap<>();
    shown.put("Name", rule.name());
    shown.put("Arn", rule.arn());
    shown.put("EventPattern", rule.pattern());
    shown.put("State", rule.enabled() ? "ENABLED" : "DISABLED");
    shown.put("EventBusName", rule.bus());
    return shown;
  }

  private Rule find(Map<String, Object> in) {
    String bus = buses.require(Members.text(in, "EventBusName", "default"));
    String name = in.containsKey("Rule") ? Members.text(in, "Rule") : Members.text(in, "Name");
    return buses.rules().stream()
        .filter(rule -> rule.bus().equals(bus) && rule.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new AwsException(
                    "ResourceNotFoundException",
                    "Rule " + name + " does not exist on EventBus " + bus + "."));
  }

  private Map<String, Object> listTargets(Map<String, Object> in) {
    return Map.of("Targets", find(in).targets().stream().map(RuleOperations::target).toList());
  }

  private static Map<String, Object> target(Rule.Target target) {
    Map<String, Object> shown = new LinkedHashMap<>();
    shown.put("Id", target.id());
    shown.put("Arn", target.arn());
    if (target.transformer() != null) {
      shown.put(
          "InputTransformer",
          Map.of(
              "InputPathsMap",
              target.transformer().paths(),
              "InputTemplate",
              target.transformer().template()));
    }
    if (target.input() != null) {
      shown.put("Input", target.input());
    }
    if (target.inputPath() != null) {
      shown.put("InputPath", target.inputPath());
    }
    if (target.roleArn() != null) {
      shown.put("RoleArn", target.roleArn());
    }
    if (target.deadLetterArn() != null) {
      shown.put("DeadLetterConfig", Map.of("Arn", target.deadLetterArn()));
    }
    return shown;
  }
}
