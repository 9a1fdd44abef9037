package dev.patchbay.router.compile;

import dev.patchbay.core.delivery.Timing;
import dev.patchbay.core.event.Severity;
import dev.patchbay.router.route.Route;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** For how long routes let a connector's deliveries wait on purpose: digests and quiet hours. */
final class PlannedWait {
  /** A Monday; two weeks from it hold every stretch of quiet hours from its beginning. */
  private static final Instant MONDAY = Instant.parse("2026-01-05T00:00:00Z");

  private static final Duration STEP = Duration.ofMinutes(15);
  private static final Duration FORTNIGHT = Duration.ofDays(14);

  private PlannedWait() {}

  /** The longest wait of any delivery of a connector, a quarter of an hour over at most. */
  static Duration longest(String connector, List<Route> routes) {
    return routes.stream()
        .flatMap(route -> route.deliveries().stream())
        .filter(delivery -> connector.equals(delivery.get("connector")))
        .map(delivery -> longest(Timing.of(delivery)))
        .max(Duration::compareTo)
        .orElse(Duration.ZERO);
  }

  private static Duration longest(Timing timing) {
    Duration digest = timing.digest() == null ? Duration.ZERO : timing.digest();
    return timing.quiet() == null ? digest : digest.plus(quiet(timing));
  }

  private static Duration quiet(Timing timing) {
    Duration longest = Duration.ZERO;
    for (Instant at = MONDAY; at.isBefore(MONDAY.plus(FORTNIGHT)); at = at.plus(STEP)) {
      Instant now = at;
      Duration wait =
          timing
              .quietUntil(now, Severity.DEBUG)
              .map(until -> Duration.between(now, until).plus(STEP))
              .orElse(Duration.ZERO);
      longest = wait.compareTo(longest) > 0 ? wait : longest;
    }
    return longest;
  }
}
