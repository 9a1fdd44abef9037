package dev.patchbay.webhooks.publishing;

import dev.patchbay.core.bucket.BucketObjects;
import dev.patchbay.core.event.DataRef;
import dev.patchbay.core.setting.Once;
import dev.patchbay.webhooks.bus.Bus;
import dev.patchbay.webhooks.reading.Bytes;
import java.util.HexFormat;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkException;

/** Payloads in an S3 bucket, which is reached for the first of them: most functions see none. */
public final class S3PayloadStore implements PayloadStore {
  private final Supplier<BucketObjects> objects;
  private final Supplier<String> bucket;

  /** Both are asked for when the first payload comes, since most functions keep none. */
  public S3PayloadStore(Supplier<BucketObjects> objects, Supplier<String> bucket) {
    this.objects = Once.of(objects);
    this.bucket = bucket;
  }

  @Override
  public DataRef keep(String key, byte[] payload, String contentType) {
    String name = bucket.get();
    try {
      objects.get().put(name, key, payload, contentType);
    } catch (SdkException e) {
      throw new Bus.NotAcceptedException("the payload could not be kept in S3", e);
    }
    String sha256 = HexFormat.of().formatHex(Bytes.digest("sha256").digest(payload));
    return new DataRef(name, key, payload.length, sha256);
  }
}
