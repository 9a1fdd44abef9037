package dev.patchbay.local.aws.events;

import dev.patchbay.core.json.Json;
import dev.patchbay.local.aws.Arns;
import dev.patchbay.local.aws.Constraints;
import dev.patchbay.local.aws.Members;
import dev.patchbay.local.aws.iam.Permissions;
import dev.patchbay.local.aws.iam.PolicyReader;
import dev.patchbay.local.template.Declared;
import dev.patchbay.local.template.Physical;
import dev.patchbay.local.template.Provider;
import dev.patchbay.local.template.TemplateException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Makes the template's buses, rules and archives. */
public final class EventsProvider implements Provider {
  /** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_CreateArchive.html */
  private static final int LONGEST_ARCHIVE_NAME = 48;

  private final Buses buses;
  private final List<String> notRun = new ArrayList<>();
  private final Permissions permissions;

  public EventsProvider(Buses buses, Permissions permissions) {
    this.buses = buses;
    this.permissions = permissions;
  }

  @Override
  public Set<String> types() {
    return Set.of(
        "AWS::Events::EventBus",
        "AWS::Events::Rule",
        "AWS::Events::Archive",
        "AWS::Events::EventBusPolicy");
  }

  @Override
  public Physical create(Declared resource) {
    return switch (resource.type()) {
      case "AWS::Events::EventBus" -> bus(resource);
      case "AWS::Events::Archive" -> archive(resource);
      case "AWS::Events::Rule" -> rule(resource);
      default -> policy(resource);
    };
  }

  private Physical bus(Declared resource) {
    String name = Members.text(resource.properties(), "Name");
    buses.put(name);
    return new Physical(name, Map.of("Arn", Buses.arn(name), "Name", name));
  }

  private Physical policy(Declared resource) {
    Map<String, Object> properties = resource.properties();
    String bus = buses.require(Members.text(properties, "EventBusName", "default"));
    if (!properties.containsKey("Statement")) {
      throw new TemplateException(
          resource.logicalId() + ": the laptop knows bus policies with a Statement only");
    }
    permissions.attach(
        Buses.arn(bus),
        PolicyReader.read(
            resource.logicalId(),
            PolicyReader.Kind.RESOURCE,
            Map.of("Statement", properties.get("Statement"))));
    return new Physical(resource.stack() + "-" + resource.logicalId(), Map.of());
  }

  private Physical archive(Declared resource) {
    Map<String, Object> properties = resource.properties();
    String bus = buses.require(Members.text(properties, "SourceArn"));
    String name =
        Members.text(properties, "ArchiveName", resource.stack() + "-" + resource.logicalId());
    Constraints.name("archiveName", name, "[\\.\\-_A-Za-z0-9]+", LONGEST_ARCHIVE_NAME);
    Object pattern = properties.get("EventPattern");
    int days = (int) Members.number(properties, "RetentionDays", 0);
    Archives.Archive archive =
        new Archives.Archive(name, bus, pattern == null ? null : Json.write(pattern), days);
    buses.archives().put(archive);
    return new Physical(name, Map.of("Arn", archive.arn(), "ArchiveName", name));
  }

  /** A target that the laptop has not is told at the start, and the rule's others are served. */
  private boolean isRun(Declared resource, Map<String, Object> target) {
    String arn = Members.text(target, "Arn");
    if (!RuleOperations.isRun(arn)) {
      notRun.add(resource.logicalId() + " to " + arn);
      return false;
    }
    return true;
  }

  /** Targets of rules that the laptop does not run. */
  public List<String> notRun() {
    return notRun;
  }

  private Physical rule(Declared resource) {
    Map<String, Object> properties = resource.properties();
    if (!properties.containsKey("EventPattern")) {
      throw new TemplateException(
          resource.logicalId() + ": the laptop runs rules with an EventPattern only");
    }
    String bus = buses.require(Members.text(properties, "EventBusName", "default"));
    String name = Members.text(properties, "Name", resource.stack() + "-" + resource.logicalId());
    String arn = Arns.of("events", "rule/" + ("default".equals(bus) ? "" : bus + "/") + name);
    List<Map<String, Object>> declared =
        Members.list(properties, "Targets").stream().map(Json::object).toList();
    if (declared.size() > RuleRules.MOST_TARGETS) {
      throw new TemplateException(
          "%s: a rule has at most %d targets"
              .formatted(resource.logicalId(), RuleRules.MOST_TARGETS));
    }
    List<Rule.Target> targets =
        declared.stream()
            .filter(target -> isRun(resource, target))
            .map(target -> RuleOperations.target(resource.logicalId(), target))
            .toList();
    boolean enabled = "ENABLED".equals(Members.text(properties, "State", "ENABLED"));
    buses.put(
        new Rule(name, bus, arn, Json.write(properties.get("EventPattern")), enabled, targets));
    return new Physical(name, Map.of("Arn", arn));
  }
}
