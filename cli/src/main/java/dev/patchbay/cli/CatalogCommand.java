package dev.patchbay.cli;

import dev.patchbay.catalog.CatalogAssembler;
import dev.patchbay.catalog.CatalogCheck;
import dev.patchbay.catalog.CatalogPages;
import dev.patchbay.catalog.Entry;
import dev.patchbay.catalog.Fault;
import dev.patchbay.catalog.Kind;
import dev.patchbay.catalog.NewEntry;
import dev.patchbay.core.json.Json;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "catalog",
    description = "Look at, check and extend the catalog of sources and connectors.",
    mixinStandardHelpOptions = true,
    subcommands = picocli.CommandLine.HelpCommand.class)
final class CatalogCommand {
  @Spec private CommandSpec spec;

  @Command(description = "List sources and connectors.", mixinStandardHelpOptions = true)
  int list(@Option(names = "--json", description = "print JSON") boolean json) {
    List<Entry> entries = Entry.all(Home.file("."));
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(Json.pretty(entries.stream().map(CatalogCommand::line).toList()));
    } else {
      Terminal.table(
          out,
          List.of("KIND", "NAME", "SUMMARY"),
          entries.stream().map(entry -> List.copyOf(line(entry).values())).toList());
    }
    return 0;
  }

  private static Map<String, String> line(Entry entry) {
    Map<String, String> line = new LinkedHashMap<>();
    line.put("kind", entry.kind().word());
    line.put("name", entry.name());
    line.put("summary", String.valueOf(entry.json().get("summary")));
    return line;
  }

  @Command(description = "Show one entry.", mixinStandardHelpOptions = true)
  int show(@Parameters(paramLabel = "NAME") String name) {
    List<Entry> found =
        Entry.all(Home.file(".")).stream().filter(entry -> entry.name().equals(name)).toList();
    if (found.isEmpty()) {
      throw new CommandFailure(
          "the catalog has no '" + name + "'; ./patchbay catalog list shows what it has");
    }
    found.forEach(entry -> spec.commandLine().getOut().println(Json.pretty(entry.json())));
    return 0;
  }

  @Command(
      description = "Name every fault of every entry by its JSON path.",
      mixinStandardHelpOptions = true)
  int check() {
    List<Fault> faults = new CatalogCheck().check(Home.file("."));
    faults.forEach(
        fault ->
            spec.commandLine()
                .getErr()
                .println(fault.file() + ": " + fault.path() + " " + fault.message()));
    spec.commandLine().getOut().println(faults.isEmpty() ? "no faults" : faults.size() + " faults");
    return faults.isEmpty() ? 0 : 1;
  }

  @Command(
      description = "Assemble the catalog and write its pages in docs/catalog.",
      mixinStandardHelpOptions = true)
  int docs() throws Exception {
    if (check() != 0) {
      return 1;
    }
    Path root = Home.file(".");
    new CatalogAssembler(root).write();
    new CatalogPages(root).write();
    return 0;
  }

  @Command(
      name = "new",
      description = "Begin an entry: an entry.json that works, to be changed.",
      mixinStandardHelpOptions = true)
  int begin(
      @Parameters(paramLabel = "source|connector", index = "0") String kind,
      @Parameters(paramLabel = "NAME", index = "1") String name)
      throws Exception {
    if (!List.of("source", "connector").contains(kind)) {
      spec.commandLine()
          .getErr()
          .println("write: ./patchbay catalog new source NAME, or connector NAME");
      return 2;
    }
    Kind wanted = "source".equals(kind) ? Kind.SOURCE : Kind.CONNECTOR;
    Path root = Home.file(".");
    try {
      new NewEntry(root)
          .write(wanted, name)
          .forEach(file -> spec.commandLine().getOut().println(root.relativize(file)));
      return 0;
    } catch (IllegalArgumentException e) {
      throw new CommandFailure(e.getMessage());
    }
  }
}
