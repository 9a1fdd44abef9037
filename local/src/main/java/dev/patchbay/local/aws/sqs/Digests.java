package dev.patchbay.local.aws.sqs;

import dev.patchbay.core.json.Json;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/**
 * The MD5 digests by which SQS's clients check what arrived
 * (https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-message-metadata.html).
 */
final class Digests {
  private Digests() {}

  static String ofBody(String body) {
    return HexFormat.of().formatHex(md5().digest(body.getBytes(StandardCharsets.UTF_8)));
  }

  static String ofAttributes(Map<String, Object> attributes) {
    MessageDigest digest = md5();
    new TreeMap<>(attributes)
        .forEach(
            (name, value) -> {
              Map<String, Object> attribute = Json.object(value);
              String type = attribute.get("DataType").toString();
              text(digest, name);
              text(digest, type);
              boolean binary = type.startsWith("Binary");
              digest.update((byte) (binary ? 2 : 1));
              if (binary) {
                bytes(digest, Base64.getDecoder().decode(attribute.get("BinaryValue").toString()));
              } else {
                text(digest, attribute.get("StringValue").toString());
              }
            });
    return HexFormat.of().formatHex(digest.digest());
  }

  private static void text(MessageDigest digest, String text) {
    bytes(digest, text.getBytes(StandardCharsets.UTF_8));
  }

  private static void bytes(MessageDigest digest, byte[] bytes) {
    digest.update(ByteBuffer.allocate(4).putInt(bytes.length).array());
    digest.update(bytes);
  }

  private static MessageDigest md5() {
    try {
      return MessageDigest.getInstance("MD5");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has MD5", e);
    }
  }
}
