package dev.patchbay.cli.cost;

import dev.patchbay.cli.command.CommandFailure;
import dev.patchbay.cli.command.Home;
import dev.patchbay.cli.command.Misuse;
import dev.patchbay.cli.command.Terminal;
import dev.patchbay.cli.files.HubFiles;
import dev.patchbay.cli.files.ParameterNames;
import dev.patchbay.cli.files.RouteFiles;
import dev.patchbay.core.catalog.CatalogFile;
import dev.patchbay.core.json.BindingException;
import dev.patchbay.core.json.Json;
import dev.patchbay.core.json.JsonException;
import dev.patchbay.local.Hub;
import dev.patchbay.router.route.Route;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code patchbay cost}: what the hub costs at list prices. */
@Command(
    name = "cost",
    description = {
      "What a hub costs on AWS: a million events, by part and by route, and a month without one.",
      "Computed from the template, the routes, the catalog and a dated table of prices."
    },
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  ./patchbay cost",
      "  ./patchbay cost --event-size 20000 --batch 1",
      "  ./patchbay cost --parameter Tracing=Active --json"
    })
public final class CostCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private HubFiles files;

  @Option(
      names = "--parameter",
      paramLabel = "NAME=VALUE",
      description = "parameter of template.yaml, such as ArchiveRetentionDays=7; repeatable")
  private Map<String, String> parameters = Map.of();

  @Option(
      names = "--prices",
      paramLabel = "FILE",
      description = "prices of your own (default: Patchbay's, of us-east-1)")
  private Path prices;

  @Option(
      names = "--region",
      paramLabel = "NAME",
      description = "refuse to count with the prices of another region")
  private String region;

  @Option(names = "--json", description = "print JSON")
  private boolean json;

  @Option(names = "--docs", description = "write docs/cost.md")
  private boolean docs;

  /** Adds an option for each assumption. */
  public static void addAssumptions(CommandSpec cost) {
    for (Assumption assumption : Assumption.values()) {
      cost.addOption(
          OptionSpec.builder(assumption.option())
              .paramLabel("N")
              .type(Double.class)
              .description(
                  "%s %s (default: %s)"
                      .formatted(
                          assumption.unit(),
                          assumption.says(),
                          Json.write(assumption.otherwise()).replaceFirst("[.]0$", "")))
              .build());
    }
  }

  @Override
  public Integer call() throws IOException {
    CatalogFile catalog = files.catalog();
    List<Route> routes =
        RouteFiles.read(files.routes().file(), catalog, spec.commandLine().getErr());
    if (routes == null) {
      return 1;
    }
    ParameterNames.of(parameters, routes, catalog);
    CostReport report =
        CostReport.of(routes, catalog, stacks(catalog, parameters)::of, prices(), assumptions());
    if (docs) {
      Files.writeString(Home.file("docs/cost.md"), CostPage.of(report));
    } else if (json) {
      spec.commandLine().getOut().println(Json.pretty(CostJson.of(report)));
    } else {
      print(report);
    }
    return 0;
  }

  /** The stacks that Patchbay's template makes. */
  public static HubStacks stacks(CatalogFile catalog, Map<String, String> parameters) {
    return new HubStacks(Home.file("template.yaml"), Hub.STACK, parameters, catalog);
  }

  private PriceTable prices() throws IOException {
    PriceTable table = prices == null ? PriceTable.own() : own(Home.given(prices));
    if (region != null && !region.equals(table.region())) {
      throw new CommandFailure(
          "the prices of "
              + region
              + " are not known here, only those of "
              + table.region()
              + "; name a table of them with --prices");
    }
    return table;
  }

  private static PriceTable own(Path file) throws IOException {
    if (!Files.isReadable(file)) {
      throw new CommandFailure("cannot read the prices " + file);
    }
    try {
      return PriceTable.read(file);
    } catch (BindingException | JsonException e) {
      throw new CommandFailure(file + ": " + e.getMessage());
    }
  }

  private Assumptions assumptions() {
    Map<Assumption, Double> given = new EnumMap<>(Assumption.class);
    for (Assumption assumption : Assumption.values()) {
      Double value =
          spec.commandLine().getParseResult().matchedOptionValue(assumption.option(), null);
      if (value != null) {
        given.put(assumption, value);
      }
    }
    try {
      return new Assumptions(given);
    } catch (BindingException e) {
      throw new Misuse(e.getMessage());
    }
  }

  private void print(CostReport report) {
    PrintWriter out = spec.commandLine().getOut();
    out.printf(
        "Prices of %s, %s. Computed, not billed: no hub ran on AWS for this.%n",
        report.prices().region(), report.prices().date());
    for (Table table : CostTables.of(report)) {
      out.println();
      out.println(Terminal.bold(table.title()));
      Terminal.table(
          out,
          table.heads().stream().map(head -> head.toUpperCase(java.util.Locale.ROOT)).toList(),
          table.rows());
      table.notes().forEach(out::println);
    }
  }
}
