package dev.patchbay.connectors.kit.ledger;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A ledger of one process, held to the same contract as DynamoDB's. */
public final class InMemoryLedger implements Ledger {
  /** What it knows of a delivery. */
  public record Item(
      String state,
      int attempts,
      Instant first,
      Instant leaseUntil,
      Entry last,
      List<String> log) {}

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
      case DEAD -> List.of("dead", "undelivered");
      case UNKNOWN_TOO -> List.of("dead", "undelivered", "unknown");
    };
  }

  @Override
  public synchronized Claim claim(Wish wish, Duration lease) {
    if (refusing != null) {
      throw refusing;
    }
    Instant now = clock.instant();
    Item item = items.get(wish.key());
    if (item == null || revivable(wish.revival()).contains(item.state())) {
      List<String> log = item == null ? List.of() : item.log();
      items.put(wish.key(), new Item("claimed", 0, now, now.plus(lease), null, log));
      return new Claim.Granted(0, now, "", false);
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
    items.put(
        wish.key(),
        new Item(
            "claimed", item.attempts(), item.first(), now.plus(lease), item.last(), item.log()));
    String last = item.log().isEmpty() ? "" : item.log().getLast();
    boolean inDoubt = item.last() != null && item.last().inDoubt();
    return new Claim.Granted(item.attempts(), item.first(), last, isClaimed || inDoubt);
  }

  @Override
  public synchronized void record(Key key, Entry entry) {
    Item item = items.get(key);
    List<String> log = new ArrayList<>(item.log());
    if (entry.noted()) {
      log.add(entry.outcome());
    }
    int attempts = item.attempts() + (entry.counts() ? 1 : 0);
    items.put(key, new Item(entry.state(), attempts, item.first(), null, entry, log));
  }
}
