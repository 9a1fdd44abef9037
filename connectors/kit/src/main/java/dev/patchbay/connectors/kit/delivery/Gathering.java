package dev.patchbay.connectors.kit.delivery;

import dev.patchbay.connectors.kit.destination.Hold;
import dev.patchbay.connectors.kit.digest.Digests;
import dev.patchbay.connectors.kit.ledger.Ledger;
import dev.patchbay.connectors.spi.Delivery;
import dev.patchbay.core.event.Event;
import dev.patchbay.core.event.Severity;
import dev.patchbay.core.json.Durations;
import dev.patchbay.core.json.Json;
import dev.patchbay.core.text.Excerpt;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/** Holds deliveries back for quiet hours, and makes one of those that a digest sums up. */
final class Gathering {
  /** The parameter that a digest sums up, and in which it is told. */
  private static final String TEXT = "text";

  /** For lines that are on their way into a window when it closes. */
  private static final Duration GRACE = Duration.ofSeconds(10);

  private static final int LONGEST_LINE = 500;

  /** What became of a keeper that tells nobody anything any more. */
  private static final Set<String> GIVEN_UP = Set.of("dead", "undelivered");

  private final Digests digests;
  private final Ledger ledger;
  private final InstantSource clock;

  Gathering(Digests digests, Ledger ledger, InstantSource clock) {
    this.digests = digests;
    this.ledger = ledger;
    this.clock = clock;
  }

  /** What is to be done with a delivery now. */
  sealed interface Step {
    /** It is sent: as it is, or as the one message of its window. */
    record Send(Delivery delivery) implements Step {}

    /**
     * It waits.
     *
     * @param window of the digest for which it waits, or null
     */
    record Wait(Hold hold, String window) implements Step {}

    /** Another event's delivery tells it. */
    record ToldBy(String event, Instant at, String window) implements Step {}
  }

  /** What is to be done with a delivery that was claimed. */
  Step step(Attempt attempt, Delivery delivery) {
    return attempt.placed().timing().digest() == null
        ? alone(attempt, delivery)
        : digested(attempt, delivery);
  }

  private Step alone(Attempt attempt, Delivery delivery) {
    return quiet(attempt, delivery).orElseGet(() -> new Step.Send(delivery));
  }

  private Optional<Step> quiet(Attempt attempt, Delivery delivery) {
    return attempt
        .placed()
        .timing()
        .quietUntil(clock.instant(), delivery.event().severity())
        .map(told -> new Step.Wait(hold("quiet", "quiet hours", told), null));
  }

  private Step digested(Attempt attempt, Delivery delivery) {
    Instant closes = attempt.due();
    String before = attempt.claim().window();
    String window = before == null ? window(attempt, delivery, closes) : before;
    Digests.Line line = line(attempt, delivery);
    Digests.Joined joined = digests.join(window, line);
    if (before != null && isGivenUp(attempt, joined)) {
      digests.takeOver(window, joined, line);
      joined = digests.join(window, line);
    }
    if (!joined.keeper().equals(attempt.marker())) {
      return joined.isIn()
          ? new Step.ToldBy(joined.event(), closes, window)
          : alone(attempt, delivery);
    }
    Instant told = closes.plus(GRACE);
    return clock.instant().isBefore(told)
        ? new Step.Wait(hold("digest", "gathers what comes", told), window)
        : quiet(attempt, delivery).orElseGet(() -> told(attempt, delivery, line, window));
  }

  /** Whether the keeper of a window that this delivery was in before will never tell it. */
  private boolean isGivenUp(Attempt attempt, Digests.Joined joined) {
    return !joined.keeper().equals(attempt.marker())
        && GIVEN_UP.contains(
            ledger.state(new Ledger.Key(joined.event(), attempt.key().delivery())));
  }

  private Step told(Attempt attempt, Delivery delivery, Digests.Line line, String window) {
    return digests
        .close(window, attempt.marker())
        .<Step>map(
            summary -> new Step.Send(summed(delivery, summary, attempt.placed().timing().digest())))
        .orElseGet( // another took it over, since this one had been given up
            () -> new Step.ToldBy(digests.join(window, line).event(), attempt.due(), window));
  }

  private Hold hold(String outcome, String reason, Instant until) {
    return new Hold(outcome, reason + " until " + until, Duration.between(clock.instant(), until));
  }

  /** One for each route, destination and window: what differs but in its text is told apart. */
  private static String window(Attempt attempt, Delivery delivery, Instant closes) {
    Map<String, Object> where = new TreeMap<>(delivery.parameters());
    where.remove(TEXT);
    String apart =
        UUID.nameUUIDFromBytes(Json.write(where).getBytes(StandardCharsets.UTF_8)).toString();
    return "digest/" + attempt.key().delivery() + "/" + apart.substring(0, 8) + "/" + closes;
  }

  private static Digests.Line line(Attempt attempt, Delivery delivery) {
    String text = delivery.parameters().getOrDefault(TEXT, "").toString().strip();
    String line = text.replaceAll("\\s*\\R\\s*", " ");
    return new Digests.Line(
        attempt.marker(),
        attempt.key().event(),
        delivery.event().severity().word(),
        Excerpt.of(line, LONGEST_LINE));
  }

  /** One delivery in place of all; a single one is told as it is. */
  private static Delivery summed(Delivery delivery, Digests.Summary summary, Duration length) {
    if (summary.count() < 2) {
      return delivery;
    }
    String title = "%d events in %s".formatted(summary.count(), Durations.format(length));
    StringBuilder text = new StringBuilder(title);
    summary.lines().forEach(line -> text.append("\n• ").append(line.text()));
    if (summary.count() > summary.lines().size()) {
      text.append("\n… and ").append(summary.count() - summary.lines().size()).append(" more");
    }
    Map<String, Object> parameters = new LinkedHashMap<>(delivery.parameters());
    parameters.put(TEXT, text.toString());
    return new Delivery(
        delivery.id(),
        delivery.route(),
        event(delivery.event(), summary, title),
        parameters,
        delivery.whole(),
        delivery.traceparent(),
        delivery.listener());
  }

  /** Stands for all of them: as severe as the worst, and about none in particular. */
  private static Event event(Event keeper, Digests.Summary summary, String title) {
    Map<String, Object> detail = new LinkedHashMap<>(keeper.detail());
    detail.put("type", "digest");
    detail.put("title", title);
    detail.put(
        "severity",
        summary.lines().stream()
            .map(line -> Severity.of(line.severity()))
            .max(Comparator.naturalOrder())
            .orElse(keeper.severity())
            .word());
    detail.put(
        "data", Map.of("events", summary.lines().stream().map(Digests.Line::event).toList()));
    for (String ofOne : new String[] {"subject", "url", "actor", "dataRef"}) {
      detail.remove(ofOne);
    }
    return new Event(detail);
  }
}
