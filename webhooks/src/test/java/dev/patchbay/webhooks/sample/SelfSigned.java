package dev.patchbay.webhooks.sample;

import dev.patchbay.core.secret.Secret;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Optional;

/** A certificate (RFC 5280) for a secret's RSA key pair, as a source would publish it. */
final class SelfSigned {
  private static final byte[] SHA256_WITH_RSA =
      der(0x30, id(42, 0x86, 72, 0x86, 0xf7, 13, 1, 1, 11), der(0x05));

  private SelfSigned() {}

  /** DER; empty where the secret holds no key pair. */
  static Optional<byte[]> of(Secret secret) {
    String key = secret.text("publicKey");
    if (key == null || secret.text("privateKey") == null) {
      return Optional.empty();
    }
    try {
      byte[] content = content(Base64.getDecoder().decode(key));
      Signature signature = Signature.getInstance("SHA256withRSA");
      signature.initSign(
          KeyFactory.getInstance("RSA")
              .generatePrivate(
                  new PKCS8EncodedKeySpec(Base64.getDecoder().decode(secret.text("privateKey")))));
      signature.update(content);
      return Optional.of(der(0x30, content, SHA256_WITH_RSA, bits(signature.sign())));
    } catch (GeneralSecurityException | IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  private static byte[] content(byte[] publicKey) {
    byte[] name = der(0x30, der(0x31, der(0x30, id(85, 4, 3), text(0x0c, "source"))));
    byte[] times = der(0x30, text(0x17, "260101000000Z"), text(0x17, "270101000000Z"));
    byte[] serial = der(0x02, BigInteger.ONE.toByteArray());
    return der(0x30, serial, SHA256_WITH_RSA, name, times, name, publicKey);
  }

  private static byte[] text(int tag, String text) {
    return der(tag, text.getBytes(StandardCharsets.US_ASCII));
  }

  private static byte[] bits(byte[] bytes) {
    return der(0x03, new byte[1], bytes);
  }

  private static byte[] id(int... bytes) {
    byte[] content = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      content[i] = (byte) bytes[i];
    }
    return der(0x06, content);
  }

  private static byte[] der(int tag, byte[]... parts) {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      content.writeBytes(part);
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(tag);
    int length = content.size();
    if (length >= 128) {
      byte[] size = BigInteger.valueOf(length).toByteArray();
      int from = size[0] == 0 ? 1 : 0;
      out.write(0x80 | size.length - from);
      out.write(size, from, size.length - from);
    } else {
      out.write(length);
    }
    out.writeBytes(content.toByteArray());
    return out.toByteArray();
  }
}
