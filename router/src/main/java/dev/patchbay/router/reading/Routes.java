package dev.patchbay.router.reading;

import dev.patchbay.core.catalog.CatalogFile;
import dev.patchbay.router.route.Route;
import dev.patchbay.router.route.Watch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The routes of {@code routes.yaml}, or everything that is wrong with it.
 *
 * @param routes empty where there are problems
 * @param watches what of which sources raises an alarm; empty where there are problems
 */
public record Routes(List<Route> routes, List<Watch> watches, List<Problem> problems) {
  private static Routes wrong(List<Problem> problems) {
    return new Routes(List.of(), List.of(), problems);
  }

  /** Reads and validates a file against the catalog. */
  public static Routes read(Path file, CatalogFile catalog) {
    String name = String.valueOf(file.getFileName());
    try {
      return parse(name, Files.readString(file), catalog);
    } catch (java.nio.charset.MalformedInputException e) {
      return wrong(List.of(new Problem(name, 1, 1, "", "is not UTF-8 text")));
    } catch (IOException e) {
      return wrong(
          List.of(
              new Problem(
                  name,
                  1,
                  1,
                  "",
                  "cannot be read: there is no such file, or you may not read it")));
    }
  }

  /** Reads and validates a text; the name is for the problems. */
  public static Routes parse(String name, String text, CatalogFile catalog) {
    YamlTree tree = YamlTree.read(name, text);
    if (!tree.problems().isEmpty()) {
      return wrong(tree.problems());
    }
    RouteReader reader = new RouteReader(tree, catalog);
    List<Route> routes = reader.routes();
    return reader.problems().isEmpty()
        ? new Routes(routes, reader.watches(), List.of())
        : wrong(reader.problems());
  }

  /**
   * A hint at the sources whose silence and refusals raise no alarm of their own; empty where
   * {@code watch} names each that a route names.
   */
  public Optional<String> hint() {
    List<String> watched = watches.stream().map(Watch::source).toList();
    String unwatched =
        routes.stream()
            .flatMap(route -> route.sources().stream())
            .distinct()
            .sorted()
            .filter(source -> !watched.contains(source))
            .collect(Collectors.joining(", "));
    return unwatched.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "No alarm of its own tells when one of these goes quiet or its signatures fail: "
                + unwatched
                + ". `watch` in routes.yaml sets one, at $0.10 a month beyond an account's first"
                + " ten.");
  }
}
