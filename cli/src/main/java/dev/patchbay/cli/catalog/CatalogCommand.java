package dev.patchbay.cli.catalog;

import dev.patchbay.catalog.CatalogAssembler;
import dev.patchbay.catalog.CatalogCheck;
import dev.patchbay.catalog.CatalogPages;
import dev.patchbay.catalog.Entry;
import dev.patchbay.catalog.Fault;
import dev.patchbay.catalog.Kind;
import dev.patchbay.catalog.NewEntry;
import dev.patchbay.cli.command.CommandFailure;
import dev.patchbay.cli.command.Home;
import dev.patchbay.cli.command.Misuse;
import dev.patchbay.cli.command.Terminal;
import dev.patchbay.core.json.Json;
import dev.patchbay.core.json.Nearest;
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

/** {@code patchbay catalog}: the entries of sources and connectors. */
@Command(
    name = "catalog",
    description = "Look at, check and extend the catalog of sources and connectors.",
    mixinStandardHelpOptions = true,
    subcommands = picocli.CommandLine.HelpCommand.class,
    footerHeading = "%nExamples:%n",
    footer = {
      "  ./patchbay catalog list",
      "  ./patchbay catalog show slack",
      "  ./patchbay catalog new source acme",
      "  ./patchbay catalog check"
    })
public final class CatalogCommand {
  @Spec private CommandSpec spec;

  @Command(
      description = "List sources and connectors.",
      mixinStandardHelpOptions = true,
      footerHeading = "%nExamples:%n",
      footer = {"  ./patchbay catalog list", "  ./patchbay catalog list --json"})
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

  @Command(
      description = "Show one entry, which is JSON; a source and a connector may share a name.",
      mixinStandardHelpOptions = true,
      footerHeading = "%nExamples:%n",
      footer = {"  ./patchbay catalog show slack", "  ./patchbay catalog show github"})
  int show(@Parameters(paramLabel = "NAME") String name) {
    List<Entry> all = Entry.all(Home.file("."));
    List<Entry> found = all.stream().filter(entry -> entry.name().equals(name)).toList();
    if (found.isEmpty()) {
      String near =
          Nearest.of(name, all.stream().map(Entry::name).toList())
              .map(other -> "; did you mean '" + other + "'?")
              .orElse("; ./patchbay catalog list shows what it has");
      throw new CommandFailure("the catalog has no '" + name + "'" + near);
    }
    found.forEach(entry -> spec.commandLine().getOut().println(Json.pretty(entry.json())));
    return 0;
  }

  @Command(
      description = "Name every fault of every entry by its JSON path.",
      mixinStandardHelpOptions = true,
      footerHeading = "%nExamples:%n",
      footer = {"  ./patchbay catalog check", "  ./patchbay catalog check --json"})
  int check(@Option(names = "--json", description = "print JSON") boolean json) {
    List<Fault> faults = new CatalogCheck().check(Home.file("."));
    if (json) {
      spec.commandLine()
          .getOut()
          .println(Json.pretty(faults.stream().map(CatalogCommand::json).toList()));
      return faults.isEmpty() ? 0 : 1;
    }
    faults.forEach(
        fault ->
            spec.commandLine()
                .getErr()
                .println(fault.file() + ": " + fault.path() + " " + fault.message()));
    spec.commandLine().getOut().println(faults.isEmpty() ? "no faults" : faults.size() + " faults");
    return faults.isEmpty() ? 0 : 1;
  }

  private static Map<String, Object> json(Fault fault) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("file", String.valueOf(fault.file()));
    json.put("path", fault.path());
    json.put("message", fault.message());
    return json;
  }

  @Command(
      description = "Assemble the catalog and write its pages in docs/catalog.",
      mixinStandardHelpOptions = true,
      footerHeading = "%nExamples:%n",
      footer = {"  ./patchbay catalog docs"})
  int docs() throws Exception {
    if (check(false) != 0) {
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
      mixinStandardHelpOptions = true,
      footerHeading = "%nExamples:%n",
      footer = {"  ./patchbay catalog new source acme", "  ./patchbay catalog new connector acme"})
  int begin(
      @Parameters(paramLabel = "source|connector", index = "0") String kind,
      @Parameters(paramLabel = "NAME", index = "1") String name)
      throws Exception {
    if (!List.of("source", "connector").contains(kind)) {
      throw new Misuse(
          "an entry is of a source or of a connector, and not of a '"
              + kind
              + "'; write: ./patchbay catalog new source NAME, or connector NAME");
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
