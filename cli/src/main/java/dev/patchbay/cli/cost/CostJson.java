package dev.patchbay.cli.cost;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** A report of costs as JSON; figures in US dollars, with four places. */
public final class CostJson {
  private CostJson() {}

  /** The whole report. */
  public static Map<String, Object> of(CostReport report) {
    Map<String, Object> json = new LinkedHashMap<>();
    PriceTable prices = report.prices();
    json.put("currency", "USD");
    json.put("region", prices.region());
    json.put("pricesOf", prices.date());
    json.put("assumptions", assumed(report.assumptions()));
    Map<String, Object> million = new LinkedHashMap<>();
    million.put("everyEvent", json(report.every()));
    million.put("oneDelivery", json(report.one()));
    million.put("threeDeliveries", json(report.three()));
    json.put("perMillionEvents", million);
    json.put("routes", report.routes().stream().map(CostJson::json).toList());
    json.put("idleMonths", report.idle().stream().map(CostJson::json).toList());
    json.put("notCounted", List.copyOf(report.notCounted()));
    json.put("prices", prices.prices());
    json.put("hosted", prices.hosted().stream().map(CostJson::json).toList());
    return json;
  }

  private static Map<String, Object> assumed(Assumptions assumptions) {
    Map<String, Object> json = new LinkedHashMap<>();
    for (Assumption assumption : Assumption.values()) {
      json.put(assumption.option().substring(2), assumptions.of(assumption));
    }
    return json;
  }

  private static Map<String, Object> json(CostReport.Million million) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("total", rounded(million.total()));
    json.put("inBatchesOfOne", rounded(million.trickle()));
    json.put("afterFreeTier", rounded(Usage.total(million.first())));
    json.put("parts", parts(million.list()));
    json.put("partsAfterFreeTier", parts(million.first()));
    return json;
  }

  private static Map<String, Object> json(CostReport.OfRoute route) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("route", route.route());
    json.put("deliveries", route.deliveries());
    json.put("perMillionEvents", rounded(route.total()));
    json.put("besidesEveryEvent", json(route.besides()));
    return json;
  }

  private static Map<String, Object> json(CostReport.Idle month) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("hub", month.hub());
    json.put("connectors", month.connectors());
    json.put("total", rounded(Usage.total(month.list())));
    json.put("afterFreeTier", rounded(month.total()));
    json.put("parts", parts(month.list()));
    json.put("partsAfterFreeTier", parts(month.afterFree()));
    json.put("besidesWhereEventsCome", parts(month.busy()));
    return json;
  }

  private static Map<String, Object> json(HostedService service) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("name", service.name());
    json.put("plan", service.plan());
    json.put("oneDelivery", month(service, 1));
    json.put("threeDeliveries", month(service, 3));
    json.put("note", service.note());
    json.put("date", service.date());
    json.put("source", service.source());
    json.put("certainty", service.certainty().name().toLowerCase(java.util.Locale.ROOT));
    return json;
  }

  private static Object month(HostedService service, int deliveries) {
    OptionalDouble month = service.month(1, deliveries);
    return month.isPresent() ? rounded(month.getAsDouble()) : null;
  }

  private static Map<String, Object> parts(Map<Part, Double> cost) {
    Map<String, Object> json = new LinkedHashMap<>();
    cost.forEach((part, usd) -> json.put(part.title(), rounded(usd)));
    return json;
  }

  private static double rounded(double usd) {
    return Math.round(usd * 10_000) / 10_000.0;
  }
}
