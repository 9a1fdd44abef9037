package dev.patchbay.connectors.kit.destination;

import dev.patchbay.connectors.spi.MisconfiguredException;
import dev.patchbay.core.catalog.ConnectorEntry.Rate;
import dev.patchbay.core.json.BindingException;
import dev.patchbay.core.json.Durations;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * So many calls in such a time; none means as fast as may be.
 *
 * @param instances of the function that share them: each keeps to its part
 */
public record Pace(int limit, Duration per, int instances) {
  /** Turns that come more often than this are worth a wait inside the function. */
  private static final Duration QUICK = Duration.ofMillis(200);

  private static final Pattern FORM = Pattern.compile("(\\d{1,6})/(\\S+)");

  /**
   * The catalog's rate, unless the secret names another: {@code none}, or one such as {@code 5/1s}.
   *
   * @throws MisconfiguredException when the secret's is neither
   */
  static Pace of(Rate rate, Object ofSecret, int instances) {
    if (ofSecret == null || "catalog".equals(ofSecret)) {
      return rate == null ? free() : new Pace(rate.limit(), rate.per(), instances);
    }
    if ("none".equals(ofSecret)) {
      return free();
    }
    Matcher matcher = FORM.matcher(ofSecret.toString());
    if (!matcher.matches()) {
      throw unreadable();
    }
    try {
      return new Pace(
          Integer.parseInt(matcher.group(1)), Durations.parse(matcher.group(2)), instances);
    } catch (BindingException _) {
      throw unreadable();
    }
  }

  private static MisconfiguredException unreadable() {
    return new MisconfiguredException("the secret's rate must be \"none\" or like \"5/1s\"");
  }

  private static Pace free() {
    return new Pace(0, Duration.ZERO, 1);
  }

  boolean isFree() {
    return limit == 0;
  }

  Duration interval() {
    return per.multipliedBy(instances).dividedBy(limit);
  }

  /**
   * How long a call may wait for its turn inside the function. Where turns come slowly it must not
   * wait at all, since those behind it in the queue may have nothing to wait for.
   */
  public Duration patience() {
    return !isFree() && interval().compareTo(QUICK) <= 0 ? Duration.ofSeconds(1) : Duration.ZERO;
  }

  /** How far ahead of their even spacing the calls of a burst may run. */
  Duration burst() {
    return interval().multipliedBy(limit - 1L);
  }
}
