package dev.patchbay.cli.cost;

import dev.patchbay.core.json.BindingException;

/**
 * What one meter costs.
 *
 * @param usd US dollars
 * @param per so many units
 * @param unit what is counted
 * @param free units a month that AWS's always-free tier gives an account; not those of a new
 *     account's first year
 * @param date on which the source was read
 * @param source where the figure comes from
 * @param page of AWS, where it can be checked
 */
public record Price(
    double usd,
    long per,
    String unit,
    double free,
    String date,
    String source,
    Certainty certainty,
    String page) {
  public Price {
    if (usd < 0 || per < 1 || free < 0) {
      throw new BindingException("$", "usd and free are not below 0, and per is at least 1");
    }
    if (unit == null || date == null || source == null || certainty == null || page == null) {
      throw new BindingException("$", "needs unit, date, source, certainty and page");
    }
  }

  /** HIGH: several sources agree; LOW: remembered, and looked up nowhere. */
  public enum Certainty {
    HIGH,
    MEDIUM,
    LOW
  }

  double of(double quantity) {
    return quantity * usd / per;
  }
}
