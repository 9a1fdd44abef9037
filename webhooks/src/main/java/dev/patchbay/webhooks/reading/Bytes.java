package dev.patchbay.webhooks.reading;

import dev.patchbay.core.catalog.SourceEntry.Encoding;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Digests and encodings by the names that entries use. */
public final class Bytes {
  private static final Map<String, String> DIGESTS =
      Map.of(
          "md5", "MD5", "sha1", "SHA-1", "sha256", "SHA-256", "sha384", "SHA-384", "sha512",
          "SHA-512");

  private Bytes() {}

  /**
   * A new digest.
   *
   * @throws IllegalArgumentException when an entry cannot name it
   */
  public static MessageDigest digest(String hash) {
    try {
      return MessageDigest.getInstance(known(hash));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * A new HMAC.
   *
   * @throws IllegalArgumentException when an entry cannot name the hash, or the key is empty
   */
  public static Mac mac(String hash, byte[] key) {
    String algorithm = "Hmac" + known(hash).replace("-", "");
    try {
      Mac mac = Mac.getInstance(algorithm);
      mac.init(new SecretKeySpec(key, algorithm));
      return mac;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The digest's name in the JDK. */
  public static String known(String hash) {
    String name = DIGESTS.get(hash);
    if (name == null) {
      throw new IllegalArgumentException("'" + hash + "' is none of " + DIGESTS.keySet());
    }
    return name;
  }

  /** The text; base64url without padding. */
  public static String encode(byte[] bytes, Encoding encoding) {
    return switch (encoding) {
      case HEX -> HexFormat.of().formatHex(bytes);
      case BASE64 -> Base64.getEncoder().encodeToString(bytes);
      case BASE64URL -> Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    };
  }

  /** The bytes, or null where the text is not so encoded; padding may be left out. */
  public static byte[] decode(String text, Encoding encoding) {
    try {
      return switch (encoding) {
        case HEX -> HexFormat.of().parseHex(text);
        case BASE64 -> Base64.getDecoder().decode(text);
        case BASE64URL -> Base64.getUrlDecoder().decode(text);
      };
    } catch (IllegalArgumentException _) {
      return null;
    }
  }

  /** Whether two texts are the same, in constant time. */
  public static boolean same(String one, String other) {
    return MessageDigest.isEqual(utf8(one), utf8(other));
  }

  /** A text's bytes. */
  public static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Bytes as text; what is no UTF-8 in them becomes U+FFFD. */
  public static String text(byte[] utf8) {
    return new String(utf8, StandardCharsets.UTF_8);
  }
}
