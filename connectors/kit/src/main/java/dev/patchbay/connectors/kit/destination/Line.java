package dev.patchbay.connectors.kit.destination;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/**
 * The calls of one key: when the next may be made, and the routes that stand in line for it, each
 * in a line of its own. A route that has just come gets the next turn, and then one turn of as many
 * as there are routes. Whom SQS hides until a time that was told cannot be told another: whoever of
 * an older route comes at such a turn makes way and stands in its own line again. Thread-safe.
 */
final class Line {
  /** Messages come late: SQS hides them for whole seconds, and the function may be busy. */
  private static final Duration LATE = Duration.ofSeconds(2);

  /** By route; the one that came last goes first. */
  private final Map<String, Place> places = new HashMap<>();

  /** Until when a turn is kept for each that was let through to take one. */
  private final ArrayDeque<Instant> asking = new ArrayDeque<>();

  private Instant free = Instant.MIN;
  private Instant paused = Instant.MIN;
  private Instant newcomer = Instant.MIN;
  private long joined;

  /** A route in line. */
  private static final class Place {
    private final long joined;

    /** The last time that somebody was told. */
    private Instant end;

    /** When its next one is due. */
    private Instant due;

    /** Whether one of an older route has made way for that one. */
    private boolean isCleared;

    /** Whether one was told to come at the next turn since the last that was taken. */
    private boolean isAwaited;

    private Place(long joined, Instant due, Instant end) {
      this.joined = joined;
      this.due = due;
      this.end = end;
    }
  }

  /** Whether nobody has asked for long enough for all of it to be forgotten. */
  synchronized boolean isIdle(Pace pace, Instant now) {
    return !paused.isAfter(now)
        && (pace.isFree()
            || !free.isAfter(now.minus(pace.burst())) && standing(pace, now).isEmpty());
  }

  /** No call is made until then. */
  synchronized void pauseUntil(Instant until) {
    paused = until.isAfter(paused) ? until : paused;
  }

  synchronized Instant paused() {
    return paused;
  }

  /** The time that one who has just come is told; now where there is no line for it to stand in. */
  synchronized Instant enter(Pace pace, String route, Instant now) {
    Collection<Place> standing = standing(pace, now);
    Place own = places.get(route);
    if (own != null && own.end.isAfter(now)) {
      return behind(pace, own, now);
    }
    boolean isPaused = paused.isAfter(now);
    if (standing.isEmpty() && !isPaused) {
      return now;
    }
    Instant told = join(pace, route, next(pace, now), now);
    return isPaused || told.isAfter(now.plus(pace.patience())) ? told : now;
  }

  /**
   * The time that one who comes again is told; now where it may go and take a turn, which is then
   * kept for it for a moment.
   */
  synchronized Instant comeAgain(Pace pace, String route, Instant now) {
    asking.removeIf(until -> !until.isAfter(now));
    Instant told = turn(pace, route, now, pace.interval().multipliedBy(asking.size()), false);
    if (told.isAfter(now.plus(pace.patience()))) {
      return told;
    }
    asking.add(now.plus(LATE));
    return now;
  }

  /** When the next call may be made, or later where the caller must come again. */
  synchronized Instant turn(Pace pace, String route, boolean stoodInLine, Instant now) {
    if (stoodInLine) {
      asking.pollFirst();
    }
    return turn(pace, route, now, Duration.ZERO, true);
  }

  /**
   * @param ahead of it are others that may take a turn in this moment
   * @param takes whether a turn that there is is taken
   */
  private Instant turn(Pace pace, String route, Instant now, Duration ahead, boolean takes) {
    standing(pace, now);
    Place own = places.get(route);
    if (own != null && makesWay(pace, own, now)) {
      return behind(pace, own, now);
    }
    Instant next = next(pace, now).plus(ahead);
    if (!next.isAfter(now.plus(pace.patience()))) {
      if (takes) {
        free = next.plus(pace.interval());
        served(pace, route, own, now);
      }
      return next;
    }
    if (own == null) {
      return join(pace, route, next, now);
    }
    own.isCleared = false;
    if (own.isAwaited) {
      return behind(pace, own, now);
    }
    own.isAwaited = true;
    own.end = own.end.isAfter(next) ? own.end : next;
    return next;
  }

  /** Turns lie an interval apart; the first ones of a burst may be taken before their time. */
  private Instant next(Pace pace, Instant now) {
    Instant earliest = now.minus(pace.burst());
    Instant next = free.isBefore(earliest) ? earliest : free;
    return paused.isAfter(next) ? paused : next;
  }

  /** The routes in line, without those whose last one was due long ago. */
  private Collection<Place> standing(Pace pace, Instant now) {
    Duration late = pace.interval().plus(LATE);
    places.values().removeIf(place -> !place.end.plus(late).isAfter(now));
    for (Place place : places.values()) {
      while (!place.due.plus(late).isAfter(now)) { // it came to another instance
        place.due = after(pace, place.due, place);
        place.isCleared = false;
      }
    }
    return places.values();
  }

  /** A route's next turn after that one: as many as there are other routes then lie between. */
  private Instant after(Pace pace, Instant turn, Place own) {
    long others =
        places.values().stream().filter(other -> other != own && other.end.isAfter(turn)).count();
    return turn.plus(pace.interval().multipliedBy(1 + others));
  }

  private Instant join(Pace pace, String route, Instant next, Instant now) {
    Instant behindOthers = newcomer.isBefore(now) ? now : newcomer.plus(pace.interval());
    newcomer = next.isAfter(behindOthers) ? next : behindOthers;
    places.put(route, new Place(joined++, newcomer, newcomer));
    return newcomer;
  }

  private Instant behind(Pace pace, Place own, Instant now) {
    Instant last = own.end.isAfter(now) ? own.end : now;
    own.end = after(pace, paused.isAfter(last) ? paused : last, own);
    return own.end;
  }

  private boolean makesWay(Pace pace, Place own, Instant now) {
    Instant soon = now.plus(pace.patience()).plus(pace.interval().dividedBy(2));
    for (Place other : places.values()) {
      if (other.joined > own.joined && !other.isCleared && !other.due.isAfter(soon)) {
        other.isCleared = true;
        return true;
      }
    }
    return false;
  }

  private void served(Pace pace, String route, Place own, Instant now) {
    if (own == null) {
      return;
    }
    own.isCleared = false;
    own.isAwaited = false;
    own.due = after(pace, own.due, own);
    if (!own.end.isAfter(now)) {
      places.remove(route);
    }
  }
}
