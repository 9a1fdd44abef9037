package dev.patchbay.router.tests;

import dev.patchbay.core.catalog.CatalogFile;
import dev.patchbay.core.json.Json;
import dev.patchbay.core.json.Nearest;
import dev.patchbay.router.check.PatternCheck;
import dev.patchbay.router.reading.Problem;
import dev.patchbay.router.reading.YamlTree;
import dev.patchbay.router.route.AwsTarget;
import dev.patchbay.router.route.Route;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Reads tests out of a YAML tree and gathers all that is wrong with them. For one file. */
final class RouteTestReader {
  private static final Set<String> KEYS = Set.of("name", "given", "expect");
  private static final Set<String> GIVEN = Set.of("source", "sample", "event");

  private final YamlTree tree;
  private final List<String> routes;
  private final CatalogFile catalog;
  private final List<Problem> problems = new ArrayList<>();

  RouteTestReader(YamlTree tree, List<Route> routes, CatalogFile catalog) {
    this.tree = tree;
    this.routes = routes.stream().map(Route::name).toList();
    this.catalog = catalog;
  }

  List<Problem> problems() {
    return problems;
  }

  List<RouteTest> tests() {
    List<RouteTest> tests = new ArrayList<>();
    if (!(tree.root() instanceof Map<?, ?> top)) {
      problem("", "must begin with 'tests:' and a list of tests below it");
      return tests;
    }
    unknown(Json.object(top), Set.of("tests"), "");
    if (!(top.get("tests") instanceof List<?> list)) {
      problem("tests", "'tests' must be a list; write [] where there is none");
      return tests;
    }
    for (int i = 0; i < list.size(); i++) {
      test(list.get(i), "tests[" + i + "]", tests);
    }
    return tests;
  }

  private void test(Object value, String path, List<RouteTest> tests) {
    if (!(value instanceof Map<?, ?> map)) {
      problem(path, "a test is name, given and expect; this is " + Json.kind(value));
      return;
    }
    Map<String, Object> test = Json.object(map);
    unknown(test, KEYS, path + ".");
    if (!(test.get("name") instanceof String name) || name.isBlank()) {
      problem(path + ".name", "a test needs a name that says what it shows");
      return;
    }
    tests.add(
        new RouteTest(
            name,
            tree.problem(path, "").line(),
            given(test.get("given"), path + ".given"),
            expect(test.get("expect"), path + ".expect")));
  }

  private RouteTest.Given given(Object value, String path) {
    RouteTest.Given none = new RouteTest.Given("", "", Map.of());
    if (!(value instanceof Map<?, ?> map)) {
      problem(path, "'given' must be {source: …, sample: …} or {event: {…}}");
      return none;
    }
    Map<String, Object> given = Json.object(map);
    unknown(given, GIVEN, path + ".");
    boolean sample = given.containsKey("source") || given.containsKey("sample");
    if (!sample && !given.containsKey("event")) {
      problem(path, "'given' needs source and sample, or an event");
      return none;
    }
    Object event = given.getOrDefault("event", Map.of());
    if (!(event instanceof Map<?, ?>)) {
      problem(path + ".event", "an event is attributes and their values, such as {type: push}");
      return none;
    }
    attributes(Json.object(event), path + ".event.");
    return sample
        ? new RouteTest.Given(
            source(given.get("source"), path + ".source"),
            text(given.get("sample"), path + ".sample", "needs the name of a sample, such as push"),
            Json.object(event))
        : new RouteTest.Given("", "", Json.object(event));
  }

  private void attributes(Map<String, Object> event, String path) {
    for (String name : event.keySet()) {
      if (!PatternCheck.ATTRIBUTES.contains(name)) {
        problem(
            path + name,
            "an event has no '" + name + "'" + Nearest.suggestion(name, PatternCheck.ATTRIBUTES));
      }
    }
  }

  private String source(Object value, String path) {
    String source = text(value, path, "needs the name of a source");
    known(source, catalog.sources().keySet(), path, "the catalog has no source");
    return source;
  }

  private List<Map<String, Object>> expect(Object value, String path) {
    List<Map<String, Object>> expect = new ArrayList<>();
    if (!(value instanceof List<?> list)) {
      problem(path, "'expect' must be a list of deliveries; write [] where none is made");
      return expect;
    }
    for (int i = 0; i < list.size(); i++) {
      String inner = path + "[" + i + "]";
      if (list.get(i) instanceof Map<?, ?> map) {
        delivery(Json.object(map), inner);
        expect.add(Json.object(map));
      } else {
        problem(inner, "an expected delivery names route, connector and any of its parameters");
      }
    }
    return expect;
  }

  private void delivery(Map<String, Object> delivery, String path) {
    String route = text(delivery.get("route"), path + ".route", "needs the name of a route");
    known(route, routes, path + ".route", "there is no route");
    String connector =
        text(delivery.get("connector"), path + ".connector", "needs the name of a connector");
    if (AwsTarget.WORD.equals(connector)) {
      parameters(delivery, Set.of("arn"), path);
      return;
    }
    Set<String> connectors = catalog.connectors().keySet();
    known(connector, connectors, path + ".connector", "the catalog has no connector");
    catalog
        .connector(connector)
        .ifPresent(entry -> parameters(delivery, entry.parameters().properties().keySet(), path));
  }

  private void parameters(Map<String, Object> delivery, Set<String> parameters, String path) {
    Set<String> known = new TreeSet<>(parameters);
    known.addAll(Set.of("route", "connector"));
    for (String name : delivery.keySet()) {
      known(name, known, path + "." + name, delivery.get("connector") + " takes no");
    }
  }

  private String text(Object value, String path, String otherwise) {
    if (value instanceof String text && !text.isBlank()) {
      return text;
    }
    problem(path, otherwise);
    return "";
  }

  private void known(String name, Collection<String> names, String path, String otherwise) {
    if (!name.isEmpty() && !names.contains(name)) {
      problem(path, otherwise + " '" + name + "'" + Nearest.suggestion(name, names));
    }
  }

  private void unknown(Map<String, Object> map, Set<String> keys, String path) {
    map.keySet().forEach(key -> known(key, keys, path + key, "not known here:"));
  }

  private void problem(String path, String message) {
    problems.add(tree.problem(path, message));
  }
}
