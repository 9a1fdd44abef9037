package dev.patchbay.cli.routes;

import dev.patchbay.cli.catalog.Catalogs;
import dev.patchbay.cli.catalog.SampleFolder;
import dev.patchbay.cli.command.CommandFailure;
import dev.patchbay.cli.command.Home;
import dev.patchbay.cli.command.Terminal;
import dev.patchbay.cli.cost.Assumptions;
import dev.patchbay.cli.cost.CostCommand;
import dev.patchbay.cli.cost.CostReport;
import dev.patchbay.cli.cost.HubStacks;
import dev.patchbay.cli.cost.PriceTable;
import dev.patchbay.cli.files.HubFiles;
import dev.patchbay.cli.files.RouteFiles;
import dev.patchbay.core.catalog.CatalogFile;
import dev.patchbay.core.catalog.SourceEntry;
import dev.patchbay.core.event.Event;
import dev.patchbay.core.json.Json;
import dev.patchbay.local.Hub;
import dev.patchbay.router.check.RouteReport;
import dev.patchbay.router.check.StackName;
import dev.patchbay.router.check.StackSize;
import dev.patchbay.router.match.Explanation;
import dev.patchbay.router.match.Matcher;
import dev.patchbay.router.reading.Routes;
import dev.patchbay.router.route.Route;
import dev.patchbay.router.tests.RouteTest;
import dev.patchbay.router.tests.RouteTests;
import dev.patchbay.webhooks.sample.Samples;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code patchbay routes}: check, test, explain and compile them. */
@Command(
    name = "routes",
    description = "Check, test, explain and compile routes.",
    mixinStandardHelpOptions = true,
    subcommands = picocli.CommandLine.HelpCommand.class,
    footerHeading = "%nExamples:%n",
    footer = {
      "  ./patchbay routes check",
      "  ./patchbay routes explain github push --json",
      "  ./patchbay routes test --routes my-routes.yaml --tests my-routes.test.yaml"
    })
public final class RoutesCommand {
  @Spec private CommandSpec spec;

  @Command(
      description =
          "Find every mistake in the routes, with its line; say how often each delivery is tried"
              + " and what each route costs.",
      mixinStandardHelpOptions = true,
      footerHeading = "%nExamples:%n",
      footer = {
        "  ./patchbay routes check",
        "  ./patchbay routes check --stack patchbay-staging --json"
      })
  int check(
      @Mixin HubFiles files,
      @Option(
              names = "--stack",
              paramLabel = "NAME",
              description = "name of the stack that they are for (default: ${DEFAULT-VALUE})",
              defaultValue = Hub.STACK)
          String stack,
      @Option(names = "--json", description = "print JSON") boolean json) {
    CatalogFile catalog = files.catalog();
    Routes read = RouteFiles.readAll(files.routes().file(), catalog, spec.commandLine().getErr());
    if (read == null) {
      return 1;
    }
    List<Route> routes = read.routes();
    Optional<String> fault = StackName.fault(stack, routes);
    if (fault.isPresent()) {
      spec.commandLine().getErr().println(fault.get());
      return 1;
    }
    HubStacks stacks = CostCommand.stacks(catalog, Map.of());
    RouteReport report = RouteReport.of(routes, catalog, stacks.of(routes)::queue);
    CostReport cost =
        CostReport.of(routes, catalog, stacks::of, PriceTable.own(), Assumptions.usual());
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(Json.pretty(RouteCheck.json(report, cost)));
    } else {
      RouteCheck.print(out, report, cost);
      read.hint().ifPresent(out::println);
    }
    StackSize.of(routes, catalog)
        .warnings()
        .forEach(warning -> spec.commandLine().getErr().println("warning: " + warning));
    return 0;
  }

  @Command(
      description = "Run routes.test.yaml on the real matcher and the real expressions.",
      mixinStandardHelpOptions = true,
      footerHeading = "%nExamples:%n",
      footer = {
        "  ./patchbay routes test",
        "  ./patchbay routes test --tests other.test.yaml --json"
      })
  int test(
      @Mixin HubFiles files,
      @Option(
              names = "--tests",
              paramLabel = "FILE",
              description = "tests (default: routes.test.yaml of Patchbay)")
          Path tests,
      @Option(names = "--json", description = "print JSON") boolean json) {
    CatalogFile catalog = files.catalog();
    PrintWriter err = spec.commandLine().getErr();
    List<Route> routes = RouteFiles.read(files.routes().file(), catalog, err);
    if (routes == null) {
      return 1;
    }
    Path file = tests == null ? Home.file("routes.test.yaml") : Home.given(tests);
    RouteTests read = RouteTests.read(file, routes, catalog);
    read.problems().forEach(err::println);
    List<RouteTest.Result> results = read.run(routes, catalog, given -> events(given, catalog));
    if (json) {
      spec.commandLine()
          .getOut()
          .println(Json.pretty(results.stream().map(RoutesCommand::json).toList()));
    } else {
      results.forEach(this::print);
    }
    boolean passed =
        read.problems().isEmpty() && results.stream().allMatch(RouteTest.Result::passed);
    return passed ? 0 : 1;
  }

  private void print(RouteTest.Result result) {
    PrintWriter out = spec.commandLine().getOut();
    out.println((result.passed() ? "passed  " : "FAILED  ") + result.test().name());
    result.differences().forEach(difference -> out.println("        " + difference));
  }

  private static Map<String, Object> json(RouteTest.Result result) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("test", result.test().name());
    json.put("passed", result.passed());
    json.put("differences", result.differences());
    return json;
  }

  private static List<Event> events(RouteTest.Given given, CatalogFile catalog) {
    SourceEntry entry = Catalogs.source(catalog, given.source());
    try {
      return Samples.events(
          entry, new SampleFolder(given.source()).read(given.sample()), Instant.now());
    } catch (CommandFailure e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  @Command(
      description = "Say for one sample and every route whether it matches, and if not, why.",
      mixinStandardHelpOptions = true,
      footerHeading = "%nExamples:%n",
      footer = {
        "  ./patchbay routes explain github push",
        "  ./patchbay send github   lists its samples"
      })
  int explain(
      @Mixin HubFiles files,
      @Parameters(paramLabel = "SOURCE", index = "0") String source,
      @Parameters(paramLabel = "SAMPLE", index = "1") String sample,
      @Option(names = "--json", description = "print JSON") boolean json) {
    CatalogFile catalog = files.catalog();
    List<Route> routes =
        RouteFiles.read(files.routes().file(), catalog, spec.commandLine().getErr());
    if (routes == null) {
      return 1;
    }
    SourceEntry entry = Catalogs.source(catalog, source);
    Matcher matcher = new Matcher(routes);
    List<Event> events =
        Samples.events(entry, new SampleFolder(source).read(sample), Instant.now());
    if (json) {
      spec.commandLine()
          .getOut()
          .println(Json.pretty(events.stream().map(event -> json(matcher, event)).toList()));
    } else {
      events.forEach(event -> matcher.explain(event).forEach(this::print));
    }
    return 0;
  }

  private static Map<String, Object> json(Matcher matcher, Event event) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("event", event.key());
    json.put("type", event.type());
    json.put("routes", matcher.explain(event).stream().map(RoutesCommand::json).toList());
    return json;
  }

  private static Map<String, Object> json(Explanation explanation) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("route", explanation.route());
    json.put("matched", explanation.matched());
    json.put("failed", explanation.failed().stream().map(RoutesCommand::json).toList());
    return json;
  }

  private static Map<String, Object> json(Explanation.Leaf leaf) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("path", leaf.path());
    json.put("wanted", leaf.wanted());
    json.put("found", leaf.found());
    return json;
  }

  private void print(Explanation explanation) {
    PrintWriter out = spec.commandLine().getOut();
    out.println(explanation.route() + ": " + (explanation.matched() ? "matched" : "not matched"));
    explanation.failed().forEach(leaf -> out.println("    " + Terminal.safe(leaf)));
  }

  @Command(
      description = "Write the nested stack of the routes, which is JSON.",
      mixinStandardHelpOptions = true,
      footerHeading = "%nExamples:%n",
      footer = {"  ./patchbay routes compile", "  ./patchbay routes compile --out routes.json"})
  int compile(
      @Mixin HubFiles files,
      @Option(
              names = "--out",
              paramLabel = "FILE",
              description = "where to (default: standard output)")
          Path out)
      throws IOException {
    String compiled =
        RouteFiles.compile(files.routes().file(), files.catalog(), spec.commandLine().getErr());
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
