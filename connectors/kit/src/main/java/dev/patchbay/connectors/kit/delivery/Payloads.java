package dev.patchbay.connectors.kit.delivery;

import dev.patchbay.core.bucket.BucketObjects;
import dev.patchbay.core.event.DataRef;
import dev.patchbay.core.event.Event;
import dev.patchbay.core.json.Json;
import dev.patchbay.core.setting.Once;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.function.Supplier;

/**
 * Reads the whole payload of an event, from the bucket where the event holds only its shape.
 * Thread-safe.
 */
final class Payloads {
  private final Supplier<BucketObjects> objects;

  /**
   * @param objects made when the first large payload is read: most functions never need them
   */
  Payloads(Supplier<BucketObjects> objects) {
    this.objects = Once.of(objects);
  }

  /**
   * The payload's bytes.
   *
   * @throws IllegalStateException when the bucket holds other bytes than those that were put there
   */
  byte[] whole(Event event) {
    return event.dataRef().map(this::read).orElseGet(() -> Json.writeBytes(event.data()));
  }

  private byte[] read(DataRef ref) {
    byte[] bytes = objects.get().get(ref.bucket(), ref.key());
    if (!sha256(bytes).equals(ref.sha256())) {
      throw new IllegalStateException("the payload " + ref.key() + " is not what was put there");
    }
    return bytes;
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
