package dev.patchbay.router.reading;

import dev.patchbay.core.catalog.CatalogFile;
import dev.patchbay.core.catalog.ConnectorEntry;
import dev.patchbay.core.json.BindingException;
import dev.patchbay.core.json.Json;
import dev.patchbay.core.json.Nearest;
import dev.patchbay.core.json.Records;
import dev.patchbay.router.check.DeliveryCheck;
import dev.patchbay.router.check.PatternCheck;
import dev.patchbay.router.check.StackSize;
import dev.patchbay.router.compile.Completions;
import dev.patchbay.router.compile.RouteTemplate;
import dev.patchbay.router.route.AwsTarget;
import dev.patchbay.router.route.Route;
import dev.patchbay.router.route.RuleTarget;
import dev.patchbay.router.route.StackTarget;
import dev.patchbay.router.route.Watch;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads routes out of a YAML tree and gathers all that is wrong with them. For one file; not
 * thread-safe.
 */
final class RouteReader {
  private static final String NAME = "[a-z0-9][a-z0-9-]{0,39}";

  /** In the names of the rules that a replay makes for a while. */
  private static final String REPLAY = "-replay-";

  private static final Set<String> KEYS = Set.of("name", "when", "deliver");
  private static final Set<String> TOP = Set.of("routes", WatchReader.KEY);

  private final YamlTree tree;
  private final CatalogFile catalog;
  private final PatternCheck patterns;
  private final DeliveryCheck deliveries;
  private final WatchReader watchReader;
  private List<Watch> watches = List.of();
  private final List<Problem> problems = new ArrayList<>();
  private final Set<String> names = new HashSet<>();

  RouteReader(YamlTree tree, CatalogFile catalog) {
    this.tree = tree;
    this.catalog = catalog;
    this.patterns = new PatternCheck(catalog, this::problem);
    this.deliveries = new DeliveryCheck(catalog, this::problem);
    this.watchReader = new WatchReader(catalog, this::problem);
  }

  List<Problem> problems() {
    return problems;
  }

  /** What {@code watch} says; known after {@link #routes}. */
  List<Watch> watches() {
    return watches;
  }

  List<Route> routes() {
    List<Route> routes = new ArrayList<>();
    if (!(tree.root() instanceof Map<?, ?> top)) {
      problem("", "must begin with 'routes:' and a list of routes below it");
      return routes;
    }
    Json.object(top).keySet().stream()
        .filter(key -> !TOP.contains(key))
        .forEach(
            key -> problem(key, "'" + key + "' is not known here" + Nearest.suggestion(key, TOP)));
    watches = watchReader.read(top.get(WatchReader.KEY));
    if (!(top.get("routes") instanceof List<?> list)) {
      problem("routes", "'routes' must be a list; write [] where there is none");
      return routes;
    }
    for (int i = 0; i < list.size(); i++) {
      route(list.get(i), "routes[" + i + "]", routes);
    }
    if (problems.isEmpty()) {
      StackSize.of(routes, catalog).problems().forEach(problem -> problem("routes", problem));
    }
    return routes;
  }

  private void route(Object value, String path, List<Route> routes) {
    if (!(value instanceof Map<?, ?> map)) {
      problem(path, "a route is name, when and deliver; this is " + Json.kind(value));
      return;
    }
    Map<String, Object> route = Json.object(map);
    route.keySet().stream()
        .filter(key -> !KEYS.contains(key))
        .forEach(
            key ->
                problem(
                    path + "." + key,
                    "'" + key + "' is not known here" + Nearest.suggestion(key, KEYS)));
    int before = problems.size();
    String name = name(route.get("name"), path);
    Map<String, Object> pattern = patterns.check(route.get("when"), path + ".when");
    List<RuleTarget> targets = new ArrayList<>();
    List<Map<String, Object>> made = deliver(route.get("deliver"), path + ".deliver", targets);
    if (problems.size() == before) {
      Route read = new Route(name, pattern, made, targets);
      RouteTemplate.check(read).forEach(problem -> problem(path, problem));
      routes.add(read);
    }
  }

  private String name(Object name, String path) {
    if (!(name instanceof String text) || !text.matches(NAME)) {
      problem(path + ".name", "a route needs a name of a-z, 0-9 and -, at most 40 characters");
      return "";
    }
    if (text.startsWith(Completions.PREFIX) || text.contains(REPLAY)) {
      problem(
          path + ".name",
          "names that begin with %s or hold %s are Patchbay's own"
              .formatted(Completions.PREFIX, REPLAY));
    }
    if (!names.add(text)) {
      problem(path + ".name", "another route is named '" + text + "' already");
    }
    return text;
  }

  private List<Map<String, Object>> deliver(Object value, String path, List<RuleTarget> targets) {
    List<Map<String, Object>> made = new ArrayList<>();
    if (!(value instanceof List<?> list) || list.isEmpty()) {
      problem(
          path,
          "'deliver' must list at least one delivery, such as '- slack: {channel: \"#ops\"}'");
      return made;
    }
    for (int i = 0; i < list.size(); i++) {
      if (list.get(i) instanceof Map<?, ?> map && map.containsKey(AwsTarget.WORD)) {
        target(Json.object(map), path + "[" + i + "]", targets);
        continue;
      }
      Map<String, Object> delivery = deliveries.check(list.get(i), path + "[" + i + "]");
      if (delivery != null) {
        add(delivery, path + "[" + i + "]", made, targets);
      }
    }
    return made;
  }

  /** A connector that has no function is a target of the rule. */
  private void add(
      Map<String, Object> delivery,
      String path,
      List<Map<String, Object>> made,
      List<RuleTarget> targets) {
    ConnectorEntry entry = catalog.connector((String) delivery.get("connector")).orElseThrow();
    if (entry.target() == null) {
      made.add(new LinkedHashMap<>(delivery));
      return;
    }
    if (delivery.size() > 1) {
      problem(path, entry.name() + " has no function: nothing may stand beside it");
    }
    add(StackTarget.of(entry), path, targets);
  }

  private void add(RuleTarget target, String path, List<RuleTarget> targets) {
    if (targets.contains(target)) {
      problem(path, "this route delivers to it already");
      return;
    }
    targets.add(target);
    if (targets.size() > RuleTarget.MOST) {
      problem(
          path,
          "a route has at most %d deliveries to AWS itself; split it".formatted(RuleTarget.MOST));
    }
  }

  private void target(Map<String, Object> written, String path, List<RuleTarget> targets) {
    if (written.size() != 1 || !(written.get(AwsTarget.WORD) instanceof Map<?, ?> given)) {
      problem(path, "a delivery to AWS is '- aws: {arn: …}' and nothing beside it");
      return;
    }
    try {
      add(Records.bind(Json.object(given), AwsTarget.class), path, targets);
    } catch (BindingException e) {
      problem(path + ".aws" + e.path().replaceFirst("^[$]", ""), e.reason());
    }
  }

  private void problem(String path, String message) {
    problems.add(tree.problem(path, message));
  }
}
