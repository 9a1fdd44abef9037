package dev.patchbay.webhooks;

import dev.patchbay.core.event.DataRef;
import java.util.HexFormat;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * Payloads in an S3 bucket; the client is made for the first of them, since most functions never
 * see one.
 */
final class S3PayloadStore implements PayloadStore {
  private final Supplier<S3Client> supplier;
  private final Supplier<String> bucket;
  private S3Client client;

  S3PayloadStore(Supplier<S3Client> supplier, Supplier<String> bucket) {
    this.supplier = supplier;
    this.bucket = bucket;
  }

  @Override
  public DataRef keep(String key, byte[] payload, String contentType) {
    String name = bucket.get();
    try {
      client()
          .putObject(
              put -> put.bucket(name).key(key).contentType(contentType),
              RequestBody.fromBytes(payload));
    } catch (SdkException e) {
      throw new Bus.NotAcceptedException("the payload could not be kept in S3", e);
    }
    String sha256 = HexFormat.of().formatHex(Bytes.digest("sha256").digest(payload));
    return new DataRef(name, key, payload.length, sha256);
  }

  private synchronized S3Client client() {
    client = client == null ? supplier.get() : client;
    return client;
  }
}
