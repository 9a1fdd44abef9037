package dev.patchbay.cli.cost;

import dev.patchbay.core.json.BindingException;
import java.util.EnumMap;
import java.util.Map;

/** The assumptions of one calculation. Immutable. */
public record Assumptions(Map<Assumption, Double> values) {
  /**
   * @param values those that differ from what is assumed otherwise
   * @throws BindingException naming the option whose value is none
   */
  public Assumptions {
    Map<Assumption, Double> all = new EnumMap<>(Assumption.class);
    for (Assumption assumption : Assumption.values()) {
      double value = values.getOrDefault(assumption, assumption.otherwise());
      double least = assumption == Assumption.BATCH ? 1 : 0;
      if (!(value >= least) || Double.isInfinite(value)) {
        throw new BindingException(assumption.option(), "must be a number from " + (int) least);
      }
      all.put(assumption, value);
    }
    values = Map.copyOf(all);
  }

  /** What is assumed where nothing is said. */
  public static Assumptions usual() {
    return new Assumptions(Map.of());
  }

  public double of(Assumption assumption) {
    return values.get(assumption);
  }

  Assumptions with(Assumption assumption, double value) {
    Map<Assumption, Double> changed = new EnumMap<>(values);
    changed.put(assumption, value);
    return new Assumptions(changed);
  }
}
