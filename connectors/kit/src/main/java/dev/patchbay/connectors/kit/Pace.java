package dev.patchbay.connectors.kit;

import dev.patchbay.connectors.spi.MisconfiguredException;
import dev.patchbay.core.catalog.ConnectorEntry.Rate;
import dev.patchbay.core.json.BindingException;
import dev.patchbay.core.json.Durations;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** So many calls in such a time; none means as fast as may be. */
record Pace(int limit, Duration per) {
  private static final Pattern FORM = Pattern.compile("(\\d{1,6})/(\\S+)");

  /**
   * The catalog's rate, unless the secret names another: {@code none}, or one such as {@code 5/1s}.
   *
   * @throws MisconfiguredException when the secret's is neither
   */
  static Pace of(Rate rate, Object ofSecret) {
    if (ofSecret == null || "catalog".equals(ofSecret)) {
      return rate == null ? new Pace(0, Duration.ZERO) : new Pace(rate.limit(), rate.per());
    }
    if ("none".equals(ofSecret)) {
      return new Pace(0, Duration.ZERO);
    }
    Matcher matcher = FORM.matcher(ofSecret.toString());
    if (!matcher.matches()) {
      throw unreadable();
    }
    try {
      return new Pace(Integer.parseInt(matcher.group(1)), Durations.parse(matcher.group(2)));
    } catch (BindingException _) {
      throw unreadable();
    }
  }

  private static MisconfiguredException unreadable() {
    return new MisconfiguredException("the secret's rate must be \"none\" or like \"5/1s\"");
  }

  boolean isFree() {
    return limit == 0;
  }

  Duration interval() {
    return per.dividedBy(limit);
  }

  /** How far ahead of their even spacing the calls of a burst may run. */
  Duration burst() {
    return interval().multipliedBy(limit - 1L);
  }
}
