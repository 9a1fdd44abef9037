package dev.patchbay.cli;

import dev.patchbay.core.catalog.CatalogFile;
import dev.patchbay.router.Routes;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "routes",
    description = "Check and compile routes.",
    mixinStandardHelpOptions = true,
    subcommands = picocli.CommandLine.HelpCommand.class)
final class RoutesCommand {
  @Spec private CommandSpec spec;

  /** Which routes, by which catalog. */
  static final class RouteSources {
    @Option(names = "--routes", paramLabel = "FILE", description = "routes (default: routes.yaml of Patchbay)")
    private Path routes;

    @Option(names = "--catalog", paramLabel = "FILE", description = "catalog (default: connector-catalog.json of Patchbay)")
    private Path catalog;

    Path routes() {
      return routes == null ? Home.file("routes.yaml") : Home.given(routes);
    }

    CatalogFile catalog() {
      return Catalogs.read(catalog == null ? Home.file("connector-catalog.json") : Home.given(catalog));
    }
  }

  @Command(description = "Find every mistake in the routes, with its line.", mixinStandardHelpOptions = true)
  int check(@Mixin RouteSources files) {
    CatalogFile catalog = files.catalog();
    if (RouteFiles.compile(files.routes(), catalog, spec.commandLine().getErr()) == null) {
      return 1;
    }
    PrintWriter out = spec.commandLine().getOut();
    Routes.read(files.routes(), catalog).routes().forEach(route -> {
      out.println(route.name());
      route.connectors().forEach(name -> out.println("  " + name + ": " + Schedule.of(name, catalog)));
    });
    return 0;
  }

  @Command(description = "Write the nested stack of the routes.", mixinStandardHelpOptions = true)
  int compile(
      @Mixin RouteSources files,
      @Option(names = "--out", paramLabel = "FILE", description = "where to (default: standard output)") Path out)
      throws IOException {
    String compiled = RouteFiles.compile(files.routes(), files.catalog(), spec.commandLine().getErr());
    if (compiled == null) {
      return 1;
    }
    if (out == null) {
      spec.commandLine().getOut().print(compiled);
      spec.commandLine().getOut().flush();
      return 0;
    }
    Path file = Home.given(out);
    Files.createDirectories(file.toAbsolutePath().getParent());
    Files.writeString(file, compiled);
    return 0;
  }
}
