package dev.patchbay.connectors.kit.ledger;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** A ledger of one process, held to the same contract as DynamoDB's. */
public final class InMemoryLedger implements Ledger {
  /** What it knows of a delivery. */
  public record Item(
      String state,
      int attempts,
      Instant first,
      Instant leaseUntil,
      Instant at,
      String holder,
      Entry last,
      String answer,
      String window,
      List<String> log) {
    private boolean inDoubt() {
      return last != null && last.inDoubt();
    }
  }

  /** What a claim fails with, where it is set. */
  public RuntimeException refusing;

  private final Map<Key, Item> items = new HashMap<>();
  private final InstantSource clock;

  public InMemoryLedger(InstantSource clock) {
    this.clock = clock;
  }

  public synchronized Item item(Key key) {
    return items.get(key);
  }

  public synchronized int size() {
    return items.size();
  }

  private static List<String> revivable(Revival revival) {
    return switch (revival) {
      case NONE -> List.of();
      case DEAD -> List.of("dead", "undelivered", "digested");
      case UNKNOWN_TOO -> List.of("dead", "undelivered", "digested", "unknown");
    };
  }

  @Override
  public synchronized Claim claim(Wish wish, Duration lease) {
    if (refusing != null) {
      throw refusing;
    }
    Instant now = clock.instant();
    Item item = items.get(wish.key());
    if (item == null || isRevived(item, wish)) {
      boolean inDoubt = item != null && item.inDoubt();
      List<String> log = item == null ? List.of() : item.log();
      Entry before = item == null ? null : item.last();
      String answer = item == null ? "" : item.answer();
      String window = item == null ? null : item.window();
      String holder = take(wish, 0, now, lease, before, answer, window, log);
      return new Claim.Granted(holder, 0, now, "", inDoubt, null, answer, window);
    }
    boolean isClaimed = item.state().equals("claimed");
    if (isClaimed && !item.leaseUntil().isBefore(now)) {
      return new Claim.NotYet(item.leaseUntil());
    }
    if (item.state().equals("waiting") && item.last().next().isAfter(now.plus(EARLY))) {
      return new Claim.NotYet(item.last().next());
    }
    if (!isClaimed && !item.state().equals("waiting")) {
      return new Claim.Settled(item.state());
    }
    int attempts = item.attempts() + (isClaimed ? 1 : 0);
    String last = item.log().isEmpty() ? "" : item.log().getLast();
    String holder =
        take(
            wish,
            attempts,
            item.first(),
            lease,
            item.last(),
            item.answer(),
            item.window(),
            item.log());
    return new Claim.Granted(
        holder,
        attempts,
        item.first(),
        last,
        isClaimed || item.inDoubt(),
        isClaimed ? item.at() : null,
        item.answer(),
        item.window());
  }

  private static boolean isRevived(Item item, Wish wish) {
    boolean isPostedAgain =
        wish.posted() != null
            && item.at().isBefore(wish.posted())
            && revivable(Revival.DEAD).contains(item.state());
    return isPostedAgain || revivable(wish.revival()).contains(item.state());
  }

  private String take(
      Wish wish,
      int attempts,
      Instant first,
      Duration lease,
      Entry last,
      String answer,
      String window,
      List<String> log) {
    Instant now = clock.instant();
    String holder = UUID.randomUUID().toString();
    items.put(
        wish.key(),
        new Item(
            "claimed", attempts, first, now.plus(lease), now, holder, last, answer, window, log));
    return holder;
  }

  @Override
  public synchronized boolean record(Key key, Claim.Granted claim, Entry entry) {
    Item item = items.get(key);
    boolean isHeld = claim.holder().equals(item.holder());
    if (isHeld && !item.state().equals("claimed")) {
      return true;
    }
    if (!isHeld && (item.state().equals("delivered") || !entry.state().equals("delivered"))) {
      return false;
    }
    List<String> log = new ArrayList<>(item.log());
    if (entry.noted()) {
      log.add(entry.outcome());
    }
    int attempts = item.attempts() + (entry.counts() ? 1 : 0);
    Instant now = clock.instant();
    String window = entry.window() == null ? item.window() : entry.window();
    String answer = entry.answer() == null ? item.answer() : entry.answer();
    items.put(
        key,
        new Item(
            entry.state(),
            attempts,
            item.first(),
            null,
            now,
            claim.holder(),
            entry,
            answer,
            window,
            log));
    return true;
  }

  @Override
  public synchronized String state(Key key) {
    return items.containsKey(key) ? items.get(key).state() : "";
  }
}
