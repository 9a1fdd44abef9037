package dev.patchbay.cli.cost;

import dev.patchbay.core.catalog.CatalogFile;
import dev.patchbay.core.catalog.ConnectorEntry;
import dev.patchbay.router.route.Route;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * What a hub costs, in US dollars: a million events with one delivery each and with three, a
 * million events that a route takes, and a month in which nothing comes.
 *
 * @param one a million events with one delivery each
 * @param three with three
 * @param routes what a million events cost besides that a route takes, by route, in their order
 * @param idle months without an event
 * @param notCounted types of the template whose price is not counted
 */
public record CostReport(
    PriceTable prices,
    Assumptions assumptions,
    Million every,
    Million one,
    Million three,
    List<OfRoute> routes,
    List<Idle> idle,
    Set<String> notCounted) {
  private static final double MILLION = 1e6;
  private static final int MOST_CONNECTORS = 6;

  /**
   * A million events.
   *
   * @param list at list prices
   * @param first where they are all that an account does in a month, after the always-free tier
   * @param trickle at list prices, each message in an invocation of its own
   */
  public record Million(Map<Part, Double> list, Map<Part, Double> first, double trickle) {
    /** US dollars at list prices. */
    public double total() {
      return Usage.total(list);
    }
  }

  /**
   * A route.
   *
   * @param deliveries names of their connectors, in order, and {@code aws} for each target
   * @param besides to what every event costs
   * @param total all of it
   */
  public record OfRoute(String route, List<String> deliveries, Million besides, double total) {}

  /**
   * A month without an event.
   *
   * @param connectors that are on
   * @param busy what it costs besides if events come all the time, but for the events themselves
   */
  public record Idle(
      String hub,
      List<String> connectors,
      Map<Part, Double> list,
      Map<Part, Double> afterFree,
      Map<Part, Double> busy) {
    /** US dollars, after the always-free tier. */
    public double total() {
      return Usage.total(afterFree);
    }
  }

  /**
   * Computes a report.
   *
   * @param stacks what a hub with routes is made of
   */
  public static CostReport of(
      List<Route> routes,
      CatalogFile catalog,
      Function<List<Route>, HubStack> stacks,
      PriceTable prices,
      Assumptions assumptions) {
    List<String> plain = plain(catalog);
    Calculation model = new Calculation(catalog, prices, assumptions);
    Route three = route(plain.subList(0, 3));
    Route one = route(plain.subList(0, 1));
    HubStack ofThree = stacks.apply(List.of(three));
    HubStack own = stacks.apply(routes);
    return new CostReport(
        prices,
        assumptions,
        model.every(own),
        model.taken(ofThree, one),
        model.taken(ofThree, three),
        routes.stream().map(route -> model.ofRoute(own, route)).toList(),
        List.of(
            model.idle("these routes", connectors(routes), own),
            model.idle("one connector", plain.subList(0, 1), stacks.apply(List.of(one))),
            model.idle(
                "six connectors",
                plain.subList(0, MOST_CONNECTORS),
                stacks.apply(List.of(route(plain.subList(0, MOST_CONNECTORS)))))),
        own.notCounted());
  }

  /**
   * Connectors that take each delivery by itself, and whose destinations never call back.
   *
   * @throws IllegalArgumentException where the catalog has too few
   */
  private static List<String> plain(CatalogFile catalog) {
    List<String> plain = new ArrayList<>();
    for (String name : catalog.connectors().keySet()) {
      ConnectorEntry entry = catalog.connector(name).orElseThrow();
      boolean isOwn =
          entry.request() != null
              && (entry.request().batch() != null || entry.request().publishes() != null);
      if (!isOwn && entry.completion() == null && hasSecret(entry)) {
        plain.add(name);
      }
    }
    if (plain.size() < MOST_CONNECTORS) {
      throw new IllegalArgumentException(
          "the cost of a hub with six connectors takes a catalog of six that have a secret and make"
              + " each delivery by itself; this one has "
              + plain.size());
    }
    return plain;
  }

  private static boolean hasSecret(ConnectorEntry entry) {
    return entry.secret() != null && !entry.secret().properties().isEmpty();
  }

  private static Route route(List<String> connectors) {
    return new Route(
        "deliveries",
        Map.of(),
        connectors.stream().map(name -> Map.<String, Object>of("connector", name)).toList());
  }

  private static List<String> connectors(List<Route> routes) {
    return routes.stream()
        .flatMap(route -> route.connectors().stream())
        .distinct()
        .sorted()
        .toList();
  }

  /** One set of prices and assumptions. */
  private record Calculation(CatalogFile catalog, PriceTable prices, Assumptions assumptions) {
    Million every(HubStack stack) {
      return million(cost(stack, assumptions).accepted(), cost(stack, trickling()).accepted());
    }

    Million taken(HubStack stack, Route route) {
      EventCost usual = cost(stack, assumptions);
      EventCost trickle = cost(stack, trickling());
      return million(
          usual.accepted().and(usual.taken(route)), trickle.accepted().and(trickle.taken(route)));
    }

    OfRoute ofRoute(HubStack stack, Route route) {
      List<String> deliveries = new ArrayList<>();
      route.deliveries().forEach(delivery -> deliveries.add((String) delivery.get("connector")));
      route.targets().forEach(target -> deliveries.add(target.connector()));
      return new OfRoute(
          route.name(),
          deliveries,
          million(cost(stack, assumptions).taken(route), cost(stack, trickling()).taken(route)),
          taken(stack, route).total());
    }

    Idle idle(String hub, List<String> connectors, HubStack stack) {
      int secrets =
          (int)
              connectors.stream()
                  .filter(name -> hasSecret(catalog.connector(name).orElseThrow()))
                  .count();
      MonthCost month = new MonthCost(stack, assumptions);
      Usage idle = month.idle(secrets);
      return new Idle(
          hub,
          connectors,
          idle.cost(prices),
          idle.costAfterFree(prices),
          month.busy(connectors.size()).costAfterFree(prices));
    }

    private EventCost cost(HubStack stack, Assumptions by) {
      return new EventCost(stack, catalog, by);
    }

    private Assumptions trickling() {
      return assumptions.with(Assumption.BATCH, 1);
    }

    private Million million(Usage usage, Usage trickling) {
      Usage million = usage.times(MILLION);
      return new Million(
          million.cost(prices),
          million.costAfterFree(prices),
          Usage.total(trickling.times(MILLION).cost(prices)));
    }
  }
}
