package dev.patchbay.router;

import dev.patchbay.core.catalog.ConnectorEntry;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The stack of one connector, {@code connectors/template.yaml}, as the routes' stack holds it. The
 * build copies that page beside each jar; a connector with code has a folder and a package of its
 * own, all others share those of {@code connectors/http}.
 */
final class ConnectorStack {
  /** Parameters that come from {@code template.yaml}, and what they are. */
  static final Map<String, String> HANDED_ON = handedOn();

  private ConnectorStack() {}

  private static Map<String, String> handedOn() {
    Map<String, String> parameters = new LinkedHashMap<>();
    parameters.put("Prefix", "First part of every name.");
    parameters.put("Ledger", "Name of the ledger's table.");
    parameters.put("PayloadBucket", "Name of the bucket of large payloads.");
    parameters.put("Catalog", "File that takes the place of the catalog entries in the jars.");
    parameters.put("PublicUrl", "Base URL under which destinations that call back reach the hub.");
    parameters.put("LogRetentionDays", "Days for which the functions' log lines are kept.");
    parameters.put("ArchiveRetentionDays", "Days for which events can be replayed.");
    parameters.put("Tracing", "Active where X-Ray is to have traces, else PassThrough.");
    return parameters;
  }

  static Map<String, Object> of(ConnectorEntry connector) {
    String folder = connector.request() == null ? connector.name() : "http";
    Map<String, Object> parameters = new LinkedHashMap<>();
    HANDED_ON.keySet().forEach(name -> parameters.put(name, RouteCompiler.ref(name)));
    parameters.put("Connector", connector.name());
    parameters.put("Handler", handler(folder));
    parameters.put("Concurrency", connector.concurrency());
    if (connector.request() != null && connector.request().batch() != null) {
      ConnectorEntry.Batch batch = connector.request().batch();
      parameters.put("BatchSize", batch.most());
      parameters.put("BatchWindow", window(batch));
    }
    if (connector.request() != null && connector.request().publishes() != null) {
      parameters.put("Bus", RouteCompiler.ref("Bus"));
    }
    return RouteCompiler.resource(
        "AWS::CloudFormation::Stack",
        RouteCompiler.ordered(
            // From router/target, where the compiled routes stand.
            "TemplateURL",
            "../../connectors/" + folder + "/target/template.yaml",
            "Parameters",
            parameters));
  }

  /** Lambda waits for more than ten messages only where it is given a second at least. */
  private static long window(ConnectorEntry.Batch batch) {
    long within = batch.within() == null ? 0 : batch.within().toSeconds();
    return batch.most() > 10 ? Math.max(1, within) : within;
  }

  private static String handler(String folder) {
    return "dev.patchbay.connectors.%s.%sFunction"
        .formatted(folder.replace("-", ""), RouteCompiler.camel(folder));
  }
}
