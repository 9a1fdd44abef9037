package dev.patchbay.router;

import dev.patchbay.core.catalog.CatalogFile;
import dev.patchbay.core.event.Event;
import dev.patchbay.router.check.QueuePlan;
import dev.patchbay.router.reading.Routes;
import dev.patchbay.router.route.Route;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Two sources, two connectors, and events. */
public final class TestCatalog {
  /** A queue that leaves every plan its room. */
  public static final QueuePlan QUEUE =
      new QueuePlan(java.time.Duration.ofMinutes(6), 1000, java.time.Duration.ofDays(14));

  private TestCatalog() {}

  public static CatalogFile read() {
    try {
      return CatalogFile.read(Path.of(TestCatalog.class.getResource("/catalog.json").toURI()));
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  public static Path root() {
    return Path.of(System.getProperty("patchbay.root"));
  }

  /** The routes of a text that must be right. */
  public static List<Route> routes(String text) {
    Routes routes = Routes.parse("routes.yaml", text, read());
    if (!routes.problems().isEmpty()) {
      throw new AssertionError(routes.problems());
    }
    return routes.routes();
  }

  public static Event event(String type, Map<String, Object> more) {
    Map<String, Object> detail = new LinkedHashMap<>();
    detail.put("id", "1");
    detail.put("source", "github");
    detail.put("account", "default");
    detail.put("type", type);
    detail.put("severity", "info");
    detail.putAll(more);
    return new Event(detail);
  }
}
