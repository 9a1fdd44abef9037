package dev.patchbay.connectors.slack;

import com.slack.api.SlackConfig;
import com.slack.api.audit.AuditConfig;
import com.slack.api.methods.MethodsConfig;
import com.slack.api.rate_limits.metrics.MetricsDatastore;
import com.slack.api.scim.SCIMConfig;
import com.slack.api.scim2.SCIM2Config;
import java.util.List;

/**
 * The SDK's statistics: a thread for each API of each configuration, also of the default ones that
 * its classes make when they load. They serve the asynchronous clients only.
 */
final class SlackThreads {
  private SlackThreads() {}

  static void stop(SlackConfig config) {
    statistics(config).forEach(SlackThreads::stop);
    statistics(SlackConfig.DEFAULT).forEach(SlackThreads::stop);
    List.of(
            MethodsConfig.DEFAULT_SINGLETON.getMetricsDatastore(),
            AuditConfig.DEFAULT_SINGLETON.getMetricsDatastore(),
            SCIMConfig.DEFAULT_SINGLETON.getMetricsDatastore(),
            SCIM2Config.DEFAULT_SINGLETON.getMetricsDatastore())
        .forEach(SlackThreads::stop);
  }

  private static List<MetricsDatastore> statistics(SlackConfig config) {
    return List.of(
        config.getMethodsConfig().getMetricsDatastore(),
        config.getAuditConfig().getMetricsDatastore(),
        config.getSCIMConfig().getMetricsDatastore(),
        config.getSCIM2Config().getMetricsDatastore());
  }

  private static void stop(MetricsDatastore statistics) {
    statistics.setStatsEnabled(false);
  }
}
