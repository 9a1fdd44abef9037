package dev.patchbay.router.tests;

import dev.patchbay.core.catalog.CatalogFile;
import dev.patchbay.core.event.Event;
import dev.patchbay.router.match.Matcher;
import dev.patchbay.router.reading.Problem;
import dev.patchbay.router.reading.YamlTree;
import dev.patchbay.router.route.Route;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * The tests of {@code routes.test.yaml}, or everything that is wrong with it.
 *
 * @param tests empty where there are problems
 */
public record RouteTests(List<RouteTest> tests, List<Problem> problems) {
  /** Attributes of an event that a test writes down itself, where it says nothing else. */
  private static final Map<String, Object> NOTHING = nothing();

  /** Reads and validates a file against the routes that it tests and the catalog. */
  public static RouteTests read(Path file, List<Route> routes, CatalogFile catalog) {
    String name = String.valueOf(file.getFileName());
    try {
      return parse(name, Files.readString(file), routes, catalog);
    } catch (CharacterCodingException _) {
      return wrong(new Problem(name, 1, 1, "", "is not UTF-8 text"));
    } catch (IOException _) {
      return wrong(
          new Problem(
              name, 1, 1, "", "cannot be read: there is no such file, or you may not read it"));
    }
  }

  /** Reads and validates a text; the name is for the problems. */
  public static RouteTests parse(
      String name, String text, List<Route> routes, CatalogFile catalog) {
    YamlTree tree = YamlTree.read(name, text);
    if (!tree.problems().isEmpty()) {
      return new RouteTests(List.of(), tree.problems());
    }
    RouteTestReader reader = new RouteTestReader(tree, routes, catalog);
    List<RouteTest> tests = reader.tests();
    return reader.problems().isEmpty()
        ? new RouteTests(tests, List.of())
        : new RouteTests(List.of(), reader.problems());
  }

  /**
   * Runs the tests on the real matcher and the real expressions.
   *
   * @param normalise makes the events of a sample; an {@link IllegalArgumentException} of it is a
   *     difference
   */
  public List<RouteTest.Result> run(
      List<Route> routes, CatalogFile catalog, Function<RouteTest.Given, List<Event>> normalise) {
    Rendering rendering = new Rendering(new Matcher(routes), catalog);
    return tests.stream()
        .map(test -> new RouteTest.Result(test, differences(test, rendering, normalise)))
        .toList();
  }

  private static List<String> differences(
      RouteTest test, Rendering rendering, Function<RouteTest.Given, List<Event>> normalise) {
    try {
      List<Map<String, Object>> made = new ArrayList<>();
      for (Event event : events(test.given(), normalise)) {
        made.addAll(rendering.deliveries(event));
      }
      return new Comparison(test.expect(), made).differences();
    } catch (IllegalArgumentException e) {
      return List.of(String.valueOf(e.getMessage()));
    }
  }

  private static List<Event> events(
      RouteTest.Given given, Function<RouteTest.Given, List<Event>> normalise) {
    List<Event> base = given.isSample() ? normalise.apply(given) : List.of(new Event(NOTHING));
    return base.stream().map(event -> over(event, given.event())).toList();
  }

  private static Event over(Event event, Map<String, Object> attributes) {
    Map<String, Object> detail = new LinkedHashMap<>(event.detail());
    detail.putAll(attributes);
    return new Event(detail);
  }

  private static Map<String, Object> nothing() {
    Map<String, Object> event = new LinkedHashMap<>();
    event.put("id", "1");
    event.put("source", "");
    event.put("account", "default");
    event.put("type", "");
    event.put("subject", "");
    event.put("time", "2026-01-01T00:00:00Z");
    event.put("receivedAt", "2026-01-01T00:00:00Z");
    event.put("title", "");
    event.put("url", "");
    event.put("actor", "");
    event.put("severity", "info");
    event.put("data", Map.of());
    return event;
  }

  private static RouteTests wrong(Problem problem) {
    return new RouteTests(List.of(), List.of(problem));
  }
}
