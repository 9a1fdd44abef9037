package dev.patchbay.cli.cost;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What is used of what AWS counts, by the part of the hub that uses it. Immutable. */
record Usage(List<Use> uses) {
  static final Usage NONE = new Usage(List.of());

  /** So many units of a meter. */
  record Use(Part part, Meter meter, double quantity) {}

  Usage and(Part part, Meter meter, double quantity) {
    return and(new Usage(List.of(new Use(part, meter, quantity))));
  }

  Usage and(Usage other) {
    List<Use> all = new ArrayList<>(uses);
    all.addAll(other.uses);
    return new Usage(List.copyOf(all));
  }

  Usage times(double factor) {
    return new Usage(
        uses.stream()
            .map(use -> new Use(use.part(), use.meter(), use.quantity() * factor))
            .toList());
  }

  /** US dollars by part, at list prices. */
  Map<Part, Double> cost(PriceTable prices) {
    Map<Part, Double> cost = new EnumMap<>(Part.class);
    uses.forEach(
        use -> cost.merge(use.part(), prices.of(use.meter()).of(use.quantity()), Double::sum));
    return cost;
  }

  /**
   * US dollars by part, where this is all that an account uses in a month: what the always-free
   * tier gives is shared out among the parts as they use it.
   */
  Map<Part, Double> costAfterFree(PriceTable prices) {
    Map<Meter, Double> totals = new EnumMap<>(Meter.class);
    uses.forEach(use -> totals.merge(use.meter(), use.quantity(), Double::sum));
    Map<Part, Double> cost = new EnumMap<>(Part.class);
    for (Use use : uses) {
      Price price = prices.of(use.meter());
      double total = totals.get(use.meter());
      double charged = total == 0 ? 0 : Math.max(0, total - price.free()) / total;
      cost.merge(use.part(), price.of(use.quantity()) * charged, Double::sum);
    }
    return cost;
  }

  static double total(Map<Part, Double> cost) {
    return cost.values().stream().mapToDouble(Double::doubleValue).sum();
  }
}
