package dev.patchbay.connectors.kit.ledger;

import static dev.patchbay.connectors.kit.ledger.Items.number;
import static dev.patchbay.connectors.kit.ledger.Items.text;

import dev.patchbay.connectors.kit.ledger.Ledger.Claim;
import dev.patchbay.connectors.kit.ledger.Ledger.Revival;
import dev.patchbay.connectors.kit.ledger.Ledger.Wish;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;

/**
 * Claims of deliveries: one conditional write each, and another only where that is refused. Each
 * claim has a name, so that one whose answer was lost knows its own lease when the client asks
 * again.
 */
final class DynamoClaims {
  /** Its names differ from all others that a delivery ever had. */
  private static final SecureRandom NAMES = new SecureRandom();

  private static final String TAKE =
      "SET #state = :claimed, holder = :me, leaseUntil = :lease, expires = :expires,"
          + " lastAt = :at, #type = :type, ";
  private static final String CLAIM =
      TAKE + "firstAt = if_not_exists(firstAt, :at), attempts = if_not_exists(attempts, :zero)";
  private static final String CLAIMABLE =
      "attribute_not_exists(pk)"
          + " OR (#state = :waiting AND (attribute_not_exists(nextAt) OR nextAt <= :due))";
  private static final String TAKE_OVER = TAKE + "attempts = attempts + :one, doubt = :doubt";
  private static final String CUT_OFF = "#state = :claimed AND leaseUntil < :now";
  private static final String REVIVE = TAKE + "firstAt = :at, attempts = :zero";
  private static final String REVIVABLE = "#state IN (:dead, :undelivered, :digested)";
  private static final String REVIVABLE_TOO =
      "#state IN (:dead, :undelivered, :digested, :unknown)";

  private final Supplier<DynamoDbClient> client;
  private final String table;
  private final Duration kept;
  private final InstantSource clock;

  DynamoClaims(Supplier<DynamoDbClient> client, String table, Duration kept, InstantSource clock) {
    this.client = client;
    this.table = table;
    this.kept = kept;
    this.clock = clock;
  }

  /** One claim and its name. */
  private record Asked(Wish wish, Duration lease, String holder) {}

  Claim claim(Wish wish, Duration lease) {
    Asked asked = new Asked(wish, lease, Long.toString(NAMES.nextLong(), Character.MAX_RADIX));
    return (wish.revival() != Revival.NONE ? revived(asked) : Optional.<Claim>empty())
        .orElseGet(() -> claimed(asked));
  }

  private Optional<Claim> revived(Asked asked) {
    Map<String, AttributeValue> values = values(asked, ":zero", number(0));
    for (String state : List.of("dead", "undelivered", "digested")) {
      values.put(":" + state, text(state));
    }
    boolean isUnknownToo = asked.wish().revival() == Revival.UNKNOWN_TOO;
    if (isUnknownToo) {
      values.put(":unknown", text("unknown"));
    }
    try {
      Map<String, AttributeValue> before =
          take(asked, REVIVE, isUnknownToo ? REVIVABLE_TOO : REVIVABLE, values);
      return Optional.of(begun(asked, before));
    } catch (ConditionalCheckFailedException _) {
      return Optional.empty();
    }
  }

  private Claim claimed(Asked asked) {
    Map<String, AttributeValue> values =
        values(
            asked,
            ":zero",
            number(0),
            ":waiting",
            text("waiting"),
            ":due",
            text(clock.instant().plus(Ledger.EARLY).toString()));
    try {
      Map<String, AttributeValue> before = take(asked, CLAIM, CLAIMABLE, values);
      return before.isEmpty() ? begun(asked, before) : goingOn(asked, before);
    } catch (ConditionalCheckFailedException e) {
      return refused(asked, e.item());
    }
  }

  /** What the item says that did not let itself be claimed. */
  private Claim refused(Asked asked, Map<String, AttributeValue> item) {
    if (Items.isHeldBy(item, asked.holder())) { // an answer was lost
      return goingOn(asked, item);
    }
    String state = item.get("state").s();
    return switch (state) {
      case "claimed" -> isOver(item) ? takenOver(asked, item) : new Claim.NotYet(end(item));
      case "waiting" -> new Claim.NotYet(Instant.parse(item.get("nextAt").s()));
      case "dead", "undelivered", "digested" -> {
        Instant posted = asked.wish().posted();
        boolean isPostedAgain = posted != null && posted.isAfter(at(item, "lastAt"));
        yield (isPostedAgain ? revived(asked) : Optional.<Claim>empty())
            .orElseGet(() -> new Claim.Settled(state));
      }
      default -> new Claim.Settled(state);
    };
  }

  /**
   * Takes over what was cut off. That is written at once: if this attempt is cut off too, it must
   * not be forgotten.
   */
  private Claim takenOver(Asked asked, Map<String, AttributeValue> former) {
    Map<String, AttributeValue> values =
        values(
            asked,
            ":one",
            number(1),
            ":now",
            number(clock.millis()),
            ":doubt",
            text("a function ended during an attempt"));
    int attempts = attempts(former) + 1;
    Instant since = at(former, "lastAt");
    try {
      take(asked, TAKE_OVER, CUT_OFF, values);
    } catch (ConditionalCheckFailedException e) {
      if (!Items.isHeldBy(e.item(), asked.holder())) { // another was faster
        return refused(asked, e.item());
      }
    }
    return new Claim.Granted(
        asked.holder(),
        attempts,
        at(former, "firstAt"),
        last(former),
        true,
        since,
        answer(former),
        window(former));
  }

  private boolean isOver(Map<String, AttributeValue> item) {
    return end(item).isBefore(clock.instant());
  }

  private static Instant end(Map<String, AttributeValue> item) {
    return Instant.ofEpochMilli(Long.parseLong(item.get("leaseUntil").n()));
  }

  private static Instant at(Map<String, AttributeValue> item, String name) {
    return Instant.parse(item.get(name).s());
  }

  private static int attempts(Map<String, AttributeValue> item) {
    return Integer.parseInt(item.get("attempts").n());
  }

  private static String answer(Map<String, AttributeValue> item) {
    return item.containsKey("answer") ? item.get("answer").s() : "";
  }

  private static String window(Map<String, AttributeValue> item) {
    return item.containsKey(Items.WINDOW) ? item.get(Items.WINDOW).s() : null;
  }

  private static String last(Map<String, AttributeValue> item) {
    return item.containsKey("log") ? item.get("log").l().getLast().m().get("outcome").s() : "";
  }

  private Claim begun(Asked asked, Map<String, AttributeValue> before) {
    boolean inDoubt = before.containsKey(Items.DOUBT);
    return new Claim.Granted(
        asked.holder(), 0, clock.instant(), "", inDoubt, null, answer(before), window(before));
  }

  private static Claim goingOn(Asked asked, Map<String, AttributeValue> item) {
    boolean inDoubt = item.containsKey(Items.DOUBT);
    return new Claim.Granted(
        asked.holder(),
        attempts(item),
        at(item, "firstAt"),
        last(item),
        inDoubt,
        null,
        answer(item),
        window(item));
  }

  private Map<String, AttributeValue> values(Asked asked, Object... more) {
    Instant now = clock.instant();
    Map<String, AttributeValue> values = new HashMap<>();
    values.put(":claimed", text("claimed"));
    values.put(":me", text(asked.holder()));
    values.put(":lease", number(now.plus(asked.lease()).toEpochMilli()));
    values.put(":expires", number(now.plus(kept).getEpochSecond()));
    values.put(":at", text(now.toString()));
    values.put(":type", text(asked.wish().type()));
    for (int i = 0; i < more.length; i += 2) {
      values.put((String) more[i], (AttributeValue) more[i + 1]);
    }
    return values;
  }

  private Map<String, AttributeValue> take(
      Asked asked, String update, String condition, Map<String, AttributeValue> values) {
    Map<String, String> names = Map.of("#state", "state", "#type", "type");
    return new Change(Items.of(asked.wish().key()), update, condition, names, values)
        .make(client.get(), table, ReturnValue.ALL_OLD);
  }
}
