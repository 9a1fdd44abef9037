package dev.patchbay.cli.cost;

import java.util.OptionalDouble;

/**
 * What another service asks for the same work.
 *
 * @param monthly US dollars a month
 * @param perMillionEvents US dollars besides; null where the service names no price for so many
 * @param perMillionDeliveries US dollars besides, for each million of deliveries
 * @param freeDeliveries a month, of those that are charged
 * @param note what the price leaves out
 */
public record HostedService(
    String name,
    String plan,
    double monthly,
    Double perMillionEvents,
    double perMillionDeliveries,
    double freeDeliveries,
    String note,
    String date,
    String source,
    Price.Certainty certainty) {

  /** US dollars for a month of so many million events; empty where nobody can say. */
  OptionalDouble month(double millions, int deliveries) {
    if (perMillionEvents == null) {
      return OptionalDouble.empty();
    }
    double charged = Math.max(0, millions * deliveries - freeDeliveries / 1e6);
    return OptionalDouble.of(
        monthly + millions * perMillionEvents + charged * perMillionDeliveries);
  }
}
