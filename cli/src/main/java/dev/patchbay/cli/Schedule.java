package dev.patchbay.cli;

import dev.patchbay.core.catalog.CatalogFile;
import dev.patchbay.core.catalog.ConnectorEntry;
import dev.patchbay.core.json.Durations;

/** How often a connector's deliveries are tried, in words. */
final class Schedule {
  private Schedule() {}

  static String of(String connector, CatalogFile catalog) {
    ConnectorEntry.Retry retry = catalog.connector(connector).orElseThrow().retry();
    return "at most %d attempts over %s, then dead letter `%s`"
        .formatted(retry.attempts(), Durations.format(retry.within()), connector);
  }
}
