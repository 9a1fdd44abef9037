package dev.patchbay.connectors.kit.ledger;

import dev.patchbay.core.text.Excerpt;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** How the items of the ledger's table are written. */
public final class Items {
  /** Who has a delivery, or had it last. */
  static final String HOLDER = "holder";

  /** There while it is not known what became of an attempt before. */
  static final String DOUBT = "doubt";

  /** That of a digest. */
  static final String WINDOW = "digest";

  private Items() {}

  /** The key of a delivery's item. */
  public static Map<String, AttributeValue> of(Ledger.Key key) {
    return Map.of("pk", text(key.event()), "sk", text(key.delivery()));
  }

  /** Whether an item was last claimed under this name. */
  static boolean isHeldBy(Map<String, AttributeValue> item, String holder) {
    return text(holder).equals(item.get(HOLDER));
  }

  static boolean isClaimed(Map<String, AttributeValue> item) {
    return text("claimed").equals(item.get("state"));
  }

  /** A text; half of a surrogate pair that stands alone is U+FFFD. */
  public static AttributeValue text(String value) {
    return AttributeValue.builder().s(value == null ? null : Excerpt.whole(value)).build();
  }

  /** A number. */
  public static AttributeValue number(long value) {
    return AttributeValue.fromN(Long.toString(value));
  }
}
