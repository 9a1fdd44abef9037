package dev.patchbay.cli.routes;

import dev.patchbay.cli.cost.CostReport;
import dev.patchbay.cli.cost.CostTables;
import dev.patchbay.core.json.Durations;
import dev.patchbay.router.check.RouteReport;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What {@code routes check} says of routes that are right. */
final class RouteCheck {
  private RouteCheck() {}

  static void print(PrintWriter out, RouteReport report, CostReport cost) {
    for (RouteReport.Line line : report.lines()) {
      out.println(line.route() + ": " + line.connector() + ": " + line.fate() + more(line));
      line.cuts().forEach(cut -> out.println("  cut short: " + cut));
    }
    out.println();
    for (CostReport.OfRoute route : cost.routes()) {
      out.printf(
          "%s: $%s per million events, $%s of it for the route%n",
          route.route(), CostTables.usd(route.total()), CostTables.usd(route.besides().total()));
    }
    out.printf(
        "At list prices of %s, %s; ./patchbay cost says what for, and what is assumed.%n",
        cost.prices().region(), cost.prices().date());
  }

  private static String more(RouteReport.Line line) {
    StringBuilder more = new StringBuilder();
    for (String said : List.of(line.last(), line.doubt())) {
      more.append(said.isEmpty() ? "" : "; " + said);
    }
    return more.toString();
  }

  static Map<String, Object> json(RouteReport report, CostReport cost) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("deliveries", report.lines().stream().map(RouteCheck::json).toList());
    Map<String, Object> costs = new LinkedHashMap<>();
    cost.routes()
        .forEach(route -> costs.put(route.route(), Math.round(route.total() * 10_000) / 10_000.0));
    json.put("usdPerMillionEvents", costs);
    return json;
  }

  private static Map<String, Object> json(RouteReport.Line line) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("route", line.route());
    json.put("connector", line.connector());
    json.put("attempts", line.attempts());
    json.put("within", RouteReport.words(line.within()));
    json.put("lastAttemptAfter", line.spent() == null ? null : RouteReport.words(line.spent()));
    json.put("deadLetters", line.deadLetters());
    json.put(
        "onUnknown",
        line.onUnknown() == null ? null : line.onUnknown().name().toLowerCase(Locale.ROOT));
    json.put(
        "digest", line.timing().digest() == null ? null : Durations.format(line.timing().digest()));
    json.put("quiet", line.timing().quiet() == null ? null : line.timing().quiet().words());
    json.put("cutShort", line.cuts());
    return json;
  }
}
