package dev.patchbay.cli.cost;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;

/** A report of costs as tables. */
public final class CostTables {
  private CostTables() {}

  /** What was computed, and from what. */
  public static List<Table> of(CostReport report) {
    return List.of(million(report), routes(report), idle(report), hosted(report), assumed(report));
  }

  private static Table million(CostReport report) {
    List<Map<Part, Double>> columns =
        List.of(
            report.one().list(),
            report.three().list(),
            report.one().first(),
            report.three().first());
    List<List<String>> rows = rows(columns);
    rows.add(
        row(
            "each message by itself",
            usd(report.one().trickle()),
            usd(report.three().trickle()),
            "",
            ""));
    return new Table(
        "A million events, in US dollars",
        List.of("part", "1 delivery", "3 deliveries", "1, after free tier", "3, after free tier"),
        rows,
        List.of(
            "After free tier: where they are all that an account does in a month, and AWS's"
                + " always-free tier is left to them.",
            "Each message by itself: where events only trickle, so that no invocation finds two in"
                + " its queue; at list prices. The sums above are those of full batches: events in"
                + " bursts, or more of them than the instances take one by one. A million a month,"
                + " evenly, is one every two and a half seconds, and mostly by itself."));
  }

  private static Table routes(CostReport report) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(row("every event", "", "", usd(report.every().total())));
    for (CostReport.OfRoute route : report.routes()) {
      rows.add(
          row(
              route.route(),
              String.join(", ", route.deliveries()),
              usd(route.besides().total()),
              usd(route.total())));
    }
    return new Table(
        "A million events that a route takes, in US dollars",
        List.of("route", "deliveries", "besides", "all in all"),
        rows,
        List.of(
            "An event that no route takes costs what every event does; one that several take costs"
                + " what each adds."));
  }

  private static Table idle(CostReport report) {
    List<Map<Part, Double>> columns = new ArrayList<>();
    List<String> heads = new ArrayList<>(List.of("part"));
    for (CostReport.Idle month : report.idle()) {
      columns.add(month.list());
      columns.add(month.afterFree());
      heads.add(month.hub());
      heads.add("after free tier");
    }
    List<List<String>> rows = rows(columns);
    List<String> busy = new ArrayList<>(List.of("besides, if events come all the time"));
    for (CostReport.Idle month : report.idle()) {
      busy.add("");
      busy.add(usd(Usage.total(month.busy())));
    }
    rows.add(busy);
    List<String> notes = new ArrayList<>();
    CostReport.Idle most = report.idle().getLast();
    double dashboards = most.list().getOrDefault(Part.DASHBOARDS, 0.0);
    notes.add(
        "The first figure of each pair is at list prices, for an account whose always-free tier"
            + " goes"
            + " elsewhere: with %s %s, and %s without the dashboard (`--parameter Dashboard=off`)."
                .formatted(
                    most.hub(),
                    usd(Usage.total(most.list())),
                    usd(Usage.total(most.list()) - dashboards)));
    for (CostReport.Idle month : report.idle()) {
      notes.add(upperFirst(month.hub()) + ": " + String.join(", ", month.connectors()) + ".");
    }
    return new Table("A month without an event, in US dollars", heads, rows, notes);
  }

  private static Table hosted(CostReport report) {
    List<List<String>> rows = new ArrayList<>();
    double idle = Usage.total(report.idle().getLast().list());
    rows.add(
        own(
            report,
            "each message by itself",
            report.one().trickle() + idle,
            report.three().trickle() + idle));
    rows.add(
        own(report, "in full batches", report.one().total() + idle, report.three().total() + idle));
    for (HostedService service : report.prices().hosted()) {
      rows.add(
          row(
              service.name(),
              service.plan(),
              usd(service.month(1, 1)),
              usd(service.month(1, 3)),
              service.note(),
              service.date() + ", " + service.source()));
    }
    return new Table(
        "A month of a million events elsewhere, in US dollars",
        List.of("service", "plan", "1 delivery", "3 deliveries", "note", "as of"),
        rows,
        List.of());
  }

  private static List<String> own(CostReport report, String how, double one, double three) {
    return row(
        "Patchbay, six connectors",
        "list prices, " + how,
        usd(one),
        usd(three),
        "idle month and a million events",
        report.prices().date());
  }

  private static Table assumed(CostReport report) {
    List<List<String>> rows = new ArrayList<>();
    for (Assumption assumption : Assumption.values()) {
      rows.add(
          row(
              assumption.option(),
              plain(report.assumptions().of(assumption)) + " " + assumption.unit(),
              assumption.says(),
              assumption.whence()));
    }
    return new Table(
        "What is assumed", List.of("option", "value", "what it is", "whence"), rows, List.of());
  }

  /** The prices that were used. */
  public static Table prices(PriceTable prices) {
    List<List<String>> rows = new ArrayList<>();
    for (Meter meter : Meter.values()) {
      Price price = prices.of(meter);
      rows.add(
          row(
              "[%s](%s)".formatted(meter.key(), price.page()),
              "$" + plain(price.usd()) + " for " + grouped(price.per()),
              price.unit(),
              price.free() == 0 ? "none" : grouped((long) price.free()) + " a month",
              price.date() + ", " + price.source(),
              price.certainty().name().toLowerCase(Locale.ROOT)));
    }
    return new Table(
        "Prices of " + prices.region(),
        List.of("meter", "price", "of", "always free", "as of", "certainty"),
        rows,
        List.of(
            "Prices of other regions are not known here: `--prices FILE` takes a table of them."));
  }

  private static List<List<String>> rows(List<Map<Part, Double>> columns) {
    Set<Part> parts = EnumSet.noneOf(Part.class);
    columns.forEach(
        column ->
            column.forEach(
                (part, usd) -> {
                  if (usd > 0) {
                    parts.add(part);
                  }
                }));
    List<List<String>> rows = new ArrayList<>();
    for (Part part : parts) {
      List<String> row = new ArrayList<>(List.of(part.title()));
      columns.forEach(column -> row.add(usd(column.getOrDefault(part, 0.0))));
      rows.add(row);
    }
    List<String> total = new ArrayList<>(List.of("total"));
    columns.forEach(column -> total.add(usd(Usage.total(column))));
    rows.add(total);
    return rows;
  }

  private static List<String> row(String... cells) {
    return List.of(cells);
  }

  private static String usd(OptionalDouble usd) {
    return usd.isPresent() ? usd(usd.getAsDouble()) : "no price";
  }

  /** With cents. */
  public static String usd(double usd) {
    return String.format(Locale.ROOT, "%,.2f", usd);
  }

  private static String plain(double value) {
    return new java.math.BigDecimal(Double.toString(value)).stripTrailingZeros().toPlainString();
  }

  private static String grouped(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }

  private static String upperFirst(String text) {
    return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
  }
}
