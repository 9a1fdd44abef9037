package dev.patchbay.connectors.box;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Cipher;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Reads RSA keys in PEM: PKCS#8 in the clear, or encrypted by PBES2 (RFC 8018, 6.2) as Box writes
 * them into an app's settings. The JDK's own reader knows PBES2 with AES only, and Box encrypts
 * with Triple DES; the parts that it is made of, the JDK has.
 */
final class PrivateKeys {
  private static final Pattern PEM =
      Pattern.compile(
          "-----BEGIN (ENCRYPTED |)PRIVATE KEY-----([^-]+)-----END \\1PRIVATE KEY-----");

  private static final String PBES2 = "2a864886f70d01050d";
  private static final String PBKDF2 = "2a864886f70d01050c";

  /** By object identifier (RFC 8018, appendix B.1.2); SHA-1 where none is named. */
  private static final Map<String, String> DERIVATIONS =
      Map.of(
          "2a864886f70d0207", "PBKDF2WithHmacSHA1",
          "2a864886f70d0209", "PBKDF2WithHmacSHA256",
          "2a864886f70d020b", "PBKDF2WithHmacSHA512");

  private record Encryption(String cipher, String algorithm, int bits) {}

  private static final Map<String, Encryption> ENCRYPTIONS =
      Map.of(
          "2a864886f70d0307", new Encryption("DESede/CBC/PKCS5Padding", "DESede", 192),
          "60864801650304012a", new Encryption("AES/CBC/PKCS5Padding", "AES", 256),
          "608648016503040116", new Encryption("AES/CBC/PKCS5Padding", "AES", 192),
          "608648016503040102", new Encryption("AES/CBC/PKCS5Padding", "AES", 128));

  /** More would be a way to keep the function busy. */
  private static final int MOST_ITERATIONS = 10_000_000;

  private PrivateKeys() {}

  /**
   * The key.
   *
   * @throws IllegalArgumentException without a word of the key
   */
  static PrivateKey read(String pem, String passphrase) {
    Matcher matcher = PEM.matcher(pem);
    if (!matcher.find()) {
      throw new IllegalArgumentException(
          "the private key is not in PEM as PKCS#8 (BEGIN PRIVATE KEY, BEGIN ENCRYPTED PRIVATE"
              + " KEY)");
    }
    try {
      byte[] der = Base64.getMimeDecoder().decode(matcher.group(2));
      byte[] clear = matcher.group(1).isEmpty() ? der : decrypted(der, passphrase);
      return KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(clear));
    } catch (GeneralSecurityException | RuntimeException _) { // its cause may quote the key
      throw new IllegalArgumentException(
          "the private key cannot be read; its passphrase may be another's");
    }
  }

  private static byte[] decrypted(byte[] der, String passphrase) throws GeneralSecurityException {
    ByteBuffer whole = in(ByteBuffer.wrap(der), 0x30);
    ByteBuffer scheme = in(whole, 0x30);
    want(PBES2, oid(scheme));
    ByteBuffer parts = in(scheme, 0x30);
    byte[] encrypted = bytes(in(whole, 0x04));
    ByteBuffer derivation = in(parts, 0x30);
    want(PBKDF2, oid(derivation));
    ByteBuffer cipher = in(parts, 0x30);
    Encryption encryption = ENCRYPTIONS.get(oid(cipher));
    byte[] key = derived(in(derivation, 0x30), passphrase, encryption.bits());
    Cipher by = Cipher.getInstance(encryption.cipher());
    by.init(
        Cipher.DECRYPT_MODE,
        new SecretKeySpec(key, encryption.algorithm()),
        new IvParameterSpec(bytes(in(cipher, 0x04))));
    return by.doFinal(encrypted);
  }

  private static byte[] derived(ByteBuffer parameters, String passphrase, int bits)
      throws GeneralSecurityException {
    byte[] salt = bytes(in(parameters, 0x04));
    int iterations = new BigInteger(bytes(in(parameters, 0x02))).intValueExact();
    if (iterations > MOST_ITERATIONS) {
      throw new IllegalArgumentException("too many iterations");
    }
    if (parameters.hasRemaining() && parameters.get(parameters.position()) == 0x02) {
      in(parameters, 0x02); // the key's length, which the cipher says as well
    }
    String function =
        parameters.hasRemaining()
            ? DERIVATIONS.get(oid(in(parameters, 0x30)))
            : "PBKDF2WithHmacSHA1";
    return SecretKeyFactory.getInstance(function)
        .generateSecret(new PBEKeySpec(passphrase.toCharArray(), salt, iterations, bits))
        .getEncoded();
  }

  /** The inside of the next element (DER: tag, length, content). */
  private static ByteBuffer in(ByteBuffer der, int tag) {
    if ((der.get() & 0xff) != tag) {
      throw new IllegalArgumentException("another tag");
    }
    int length = der.get() & 0xff;
    if (length > 0x80) {
      int octets = length & 0x7f;
      length = 0;
      for (int i = 0; i < octets; i++) {
        length = Math.addExact(Math.multiplyExact(length, 256), der.get() & 0xff);
      }
    }
    ByteBuffer inside = der.slice(der.position(), length);
    der.position(der.position() + length);
    return inside;
  }

  private static String oid(ByteBuffer der) {
    return HexFormat.of().formatHex(bytes(in(der, 0x06)));
  }

  private static byte[] bytes(ByteBuffer content) {
    byte[] bytes = new byte[content.remaining()];
    content.get(bytes);
    return bytes;
  }

  private static void want(String wanted, String found) {
    if (!wanted.equals(found)) {
      throw new IllegalArgumentException("another scheme");
    }
  }
}
