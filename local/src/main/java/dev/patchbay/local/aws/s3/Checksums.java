package dev.patchbay.local.aws.s3;

import dev.patchbay.local.aws.AwsException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;
import java.util.zip.Checksum;

/**
 * The checksums that a client may send with an object
 * (https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity.html).
 */
final class Checksums {
  private static final String HEADER = "x-amz-checksum-";

  private Checksums() {}

  /**
   * Compares the checksums of a request's headers with the bytes that came.
   *
   * @return those that hold, to be said again in the answer
   */
  static Map<String, String> checked(Map<String, String> headers, byte[] bytes) {
    String md5 = headers.get("content-md5");
    if (md5 != null && !md5.equals(base64(digest("MD5", bytes)))) {
      throw new AwsException(
          "BadDigest", "The Content-MD5 you specified did not match what we received.");
    }
    Map<String, String> checked = new LinkedHashMap<>();
    for (String name : new String[] {"crc32", "crc32c", "sha1", "sha256"}) {
      String sent = headers.get(HEADER + name);
      if (sent != null && !sent.equals(of(name, bytes))) {
        throw new AwsException(
            "BadDigest",
            "The %s you specified did not match the calculated checksum."
                .formatted(name.toUpperCase(Locale.ROOT)));
      }
      if (sent != null) {
        checked.put(HEADER + name, sent);
      }
    }
    return checked;
  }

  private static String of(String name, byte[] bytes) {
    return switch (name) {
      case "crc32" -> base64(crc(new CRC32(), bytes));
      case "crc32c" -> base64(crc(new CRC32C(), bytes));
      case "sha1" -> base64(digest("SHA-1", bytes));
      default -> base64(digest("SHA-256", bytes));
    };
  }

  private static byte[] crc(Checksum checksum, byte[] bytes) {
    checksum.update(bytes);
    return ByteBuffer.allocate(Integer.BYTES).putInt((int) checksum.getValue()).array();
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  static byte[] digest(String algorithm, byte[] bytes) {
    try {
      return MessageDigest.getInstance(algorithm).digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has " + algorithm, e);
    }
  }
}
