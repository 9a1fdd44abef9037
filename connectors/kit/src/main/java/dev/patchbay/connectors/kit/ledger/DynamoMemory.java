package dev.patchbay.connectors.kit.ledger;

import static dev.patchbay.connectors.kit.ledger.Items.number;

import dev.patchbay.connectors.spi.Memory;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.function.Supplier;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;

/**
 * A connector's memory in the ledger's table, under {@code memory/CONNECTOR}: one conditional write
 * for whatever is asked, whose refusal brings what stands there.
 */
public final class DynamoMemory implements Memory {
  private static final Duration KEPT = Duration.ofDays(30);
  private static final int LONGEST_VALUE = 4000;

  /** In UTF-8 no more than DynamoDB's 1024 bytes for a sort key. */
  private static final int LONGEST_KEY = 250;

  private static final String TAKE = "SET holder = :me, heldUntil = :until, expires = :expires";
  private static final String FREE =
      "(attribute_not_exists(heldUntil) OR heldUntil < :now OR holder = :me)";

  private final Supplier<DynamoDbClient> client;
  private final String table;
  private final String partition;
  private final InstantSource clock;

  /** The memory that the functions of one connector share. */
  public DynamoMemory(
      Supplier<DynamoDbClient> client, String table, String connector, InstantSource clock) {
    this.client = client;
    this.table = table;
    this.partition = "memory/" + connector;
    this.clock = clock;
  }

  @Override
  public Found recall(String key, String holder, Duration lease) {
    return taken(key, "attribute_not_exists(#value) AND " + FREE, true, holder, lease);
  }

  @Override
  public Found take(String key, String holder, Duration lease) {
    return taken(key, FREE, false, holder, lease);
  }

  private Found taken(
      String key, String condition, boolean isKnownEnough, String holder, Duration lease) {
    long now = clock.millis();
    Map<String, AttributeValue> values = values(holder);
    values.put(":now", number(now));
    values.put(":until", number(now + lease.toMillis()));
    values.put(":expires", expires());
    try {
      Map<String, String> names = isKnownEnough ? Map.of("#value", "value") : Map.of();
      Map<String, AttributeValue> before =
          new Change(at(key), TAKE, condition, names, values)
              .make(client.get(), table, ReturnValue.ALL_OLD);
      return new Found.Yours(before.containsKey("value") ? before.get("value").s() : null);
    } catch (ConditionalCheckFailedException e) {
      return isKnownEnough && e.item().containsKey("value")
          ? new Found.Known(e.item().get("value").s())
          : new Found.Taken(Duration.ofMillis(Long.parseLong(e.item().get("heldUntil").n()) - now));
    }
  }

  @Override
  public boolean keep(String key, String holder, String value) {
    if (value.length() > LONGEST_VALUE) {
      throw new IllegalArgumentException("a memory holds at most 4000 characters");
    }
    Map<String, AttributeValue> values = values(holder);
    values.put(":value", AttributeValue.fromS(value));
    values.put(":expires", expires());
    return isDone(
        new Change(
            at(key),
            "SET #value = :value, expires = :expires REMOVE holder, heldUntil",
            "holder = :me",
            Map.of("#value", "value"),
            values));
  }

  @Override
  public void release(String key, String holder) {
    isDone(
        new Change(at(key), "REMOVE holder, heldUntil", "holder = :me", Map.of(), values(holder)));
  }

  /** Not so where another has taken the key. */
  private boolean isDone(Change change) {
    try {
      change.make(client.get(), table, ReturnValue.NONE);
      return true;
    } catch (ConditionalCheckFailedException _) {
      return false;
    }
  }

  private Map<String, AttributeValue> at(String key) {
    return Map.of("pk", AttributeValue.fromS(partition), "sk", AttributeValue.fromS(sortKey(key)));
  }

  private static Map<String, AttributeValue> values(String holder) {
    return new HashMap<>(Map.of(":me", AttributeValue.fromS(holder)));
  }

  private AttributeValue expires() {
    return number(clock.instant().plus(KEPT).getEpochSecond());
  }

  private static String sortKey(String key) {
    if (key.length() <= LONGEST_KEY) {
      return key;
    }
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
      return key.substring(0, key.offsetByCodePoints(0, 50))
          + " "
          + HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
