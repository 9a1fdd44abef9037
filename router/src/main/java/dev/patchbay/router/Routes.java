package dev.patchbay.router;

import dev.patchbay.core.catalog.CatalogFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The routes of {@code routes.yaml}, or everything that is wrong with it.
 *
 * @param routes empty where there are problems
 */
public record Routes(List<Route> routes, List<Problem> problems) {
  /** Reads and validates a file against the catalog. */
  public static Routes read(Path file, CatalogFile catalog) {
    String name = String.valueOf(file.getFileName());
    try {
      return parse(name, Files.readString(file), catalog);
    } catch (java.nio.charset.MalformedInputException e) {
      return new Routes(List.of(), List.of(new Problem(name, 1, 1, "", "is not UTF-8 text")));
    } catch (IOException e) {
      return new Routes(
          List.of(),
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
      return new Routes(List.of(), tree.problems());
    }
    RouteReader reader = new RouteReader(tree, catalog);
    List<Route> routes = reader.routes();
    return reader.problems().isEmpty()
        ? new Routes(routes, List.of())
        : new Routes(List.of(), reader.problems());
  }
}
