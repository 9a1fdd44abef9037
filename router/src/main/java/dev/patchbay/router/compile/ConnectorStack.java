package dev.patchbay.router.compile;

import dev.patchbay.core.catalog.ConnectorEntry;
import dev.patchbay.router.route.CloudFormation;
import dev.patchbay.router.route.Route;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The stack of one connector, {@code connectors/template.yaml}, as the routes' stack holds it. The
 * build copies that page beside each jar; a connector with code has a folder and a package of its
 * own, all others share those of {@code connectors/http}. A connector with no function brings a
 * page of its own.
 */
final class ConnectorStack {
  /** Parameters that come from {@code template.yaml}, and what they are. */
  static final Map<String, String> HANDED_ON = handedOn();

  /** Those that the stack of a connector with no function takes. */
  private static final Set<String> OF_TARGETS =
      new TreeSet<>(Set.of("EventRetentionDays", "KmsKeyArn", "LogRetentionDays", "Prefix"));

  /** Those that no other stack takes. */
  private static final Set<String> OF_TARGETS_ALONE = Set.of("EventRetentionDays");

  /** What waits for longer than that, and than planned, is an alarm. */
  private static final Duration LATE = Duration.ofMinutes(15);

  private ConnectorStack() {}

  private static Map<String, String> handedOn() {
    Map<String, String> parameters = new LinkedHashMap<>();
    parameters.put("Prefix", "First part of every name.");
    parameters.put("Ledger", "Name of the ledger's table.");
    parameters.put("PayloadBucket", "Name of the bucket of large payloads.");
    parameters.put("Catalog", "File that takes the place of the catalog entries in the jars.");
    parameters.put("PublicUrl", "Base URL under which destinations that call back reach the hub.");
    parameters.put("LogRetentionDays", "Days for which the functions' log lines are kept.");
    parameters.put("EventRetentionDays", "Days for which archived events are kept.");
    parameters.put("AlarmsArn", "Topic of all alarms.");
    parameters.put("KmsKeyArn", "Key of queues, topics, table, buckets and logs, or nothing.");
    parameters.put("Deployment", "How new code takes over from the old.");
    parameters.put("ArchiveRetentionDays", "Days for which events can be replayed.");
    parameters.put("Tracing", "Active where X-Ray is to have traces, else PassThrough.");
    return parameters;
  }

  /**
   * What a connector adds to the routes' stack, by logical id.
   *
   * @param on name of the condition that it delivers
   * @param routes which say for how long its deliveries wait on purpose
   */
  static Map<String, Object> of(ConnectorEntry connector, String on, List<Route> routes) {
    if (connector.target() != null) {
      return Map.of(CloudFormation.stackOf(connector.name()), withoutFunction(connector));
    }
    Map<String, Object> resources = new LinkedHashMap<>();
    resources.put(CloudFormation.stackOf(connector.name()), withFunction(connector, on, routes));
    ConnectorPermissions.of(connector, routes)
        .ifPresent(
            policy ->
                resources.put(CloudFormation.stackOf(connector.name()) + "Permissions", policy));
    return resources;
  }

  private static Map<String, Object> withoutFunction(ConnectorEntry connector) {
    Map<String, Object> parameters = new LinkedHashMap<>();
    OF_TARGETS.forEach(name -> parameters.put(name, CloudFormation.ref(name)));
    return stack(connector.name() + "/template.yaml", parameters);
  }

  private static Map<String, Object> withFunction(
      ConnectorEntry connector, String on, List<Route> routes) {
    String folder = connector.request() == null ? connector.name() : "http";
    Map<String, Object> parameters = new LinkedHashMap<>();
    HANDED_ON.keySet().stream()
        .filter(name -> !OF_TARGETS_ALONE.contains(name))
        .forEach(name -> parameters.put(name, CloudFormation.ref(name)));
    parameters.put("Connector", connector.name());
    parameters.put("Handler", handler(folder));
    parameters.put("Concurrency", connector.concurrency());
    parameters.put("Timeout", connector.timeout().toSeconds());
    // Six times the time-out, as AWS advises, so that nothing is handed out while it is under way.
    parameters.put("VisibilityTimeout", connector.timeout().multipliedBy(6).toSeconds());
    parameters.put("Delivers", Map.of("Fn::If", List.of(on, "true", "false")));
    parameters.put(
        "LateSeconds", LATE.plus(PlannedWait.longest(connector.name(), routes)).toSeconds());
    if (connector.wholePayload()) {
      parameters.put("ReadsPayloads", "true");
    }
    if (connector.request() != null && connector.request().batch() != null) {
      ConnectorEntry.Batch batch = connector.request().batch();
      parameters.put("BatchSize", batch.most());
      parameters.put("BatchWindow", window(batch));
    }
    if (connector.request() != null && connector.request().publishes() != null) {
      parameters.put("Bus", CloudFormation.ref("Bus"));
    }
    return stack(folder + "/target/template.yaml", parameters);
  }

  private static Map<String, Object> stack(String page, Map<String, Object> parameters) {
    return CloudFormation.resource(
        "AWS::CloudFormation::Stack",
        CloudFormation.ordered(
            // From router/target, where the compiled routes stand.
            "TemplateURL", "../../connectors/" + page, "Parameters", parameters));
  }

  /** Lambda waits for more than ten messages only where it is given a second at least. */
  private static long window(ConnectorEntry.Batch batch) {
    long within = batch.within() == null ? 0 : batch.within().toSeconds();
    return batch.most() > 10 ? Math.max(1, within) : within;
  }

  private static String handler(String folder) {
    return "dev.patchbay.connectors.%s.%sFunction"
        .formatted(folder.replace("-", ""), CloudFormation.camel(folder));
  }
}
