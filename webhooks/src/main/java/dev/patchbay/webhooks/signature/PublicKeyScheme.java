package dev.patchbay.webhooks.signature;

import dev.patchbay.core.catalog.SourceEntry.Encoding;
import dev.patchbay.webhooks.reading.Bytes;
import dev.patchbay.webhooks.reading.Reading;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;

/**
 * A signature by the source's private key: Ed25519, ECDSA (ASN.1) or RSA (PKCS#1 v1.5). To sign a
 * sample, the secret must hold a {@code privateKey} (PKCS#8, DER, base64) beside the public one.
 *
 * @param family EdDSA, EC or RSA
 * @param algorithm as the JDK names it
 */
record PublicKeyScheme(String family, String algorithm, Encoding encoding, boolean rawKey)
    implements Scheme {
  /**
   * What comes before the 32 bytes of an Ed25519 key in a SubjectPublicKeyInfo (RFC 8410, section
   * 4).
   */
  private static final byte[] ED25519 = HexFormat.of().parseHex("302a300506032b6570032100");

  @Override
  public boolean verify(Signing signing, Reading reading, byte[] key, String value) {
    byte[] given = Bytes.decode(value, encoding);
    byte[] content = given == null ? null : signing.signed().bytes(reading, signing);
    if (content == null) {
      return false;
    }
    try {
      Signature signature = Signature.getInstance(algorithm);
      signature.initVerify(publicKey(key));
      signature.update(content);
      return signature.verify(given);
    } catch (GeneralSecurityException _) {
      return false;
    }
  }

  private PublicKey publicKey(byte[] key) throws GeneralSecurityException {
    byte[] der = key;
    if (rawKey && key.length == 32) {
      der = new byte[ED25519.length + 32];
      System.arraycopy(ED25519, 0, der, 0, ED25519.length);
      System.arraycopy(key, 0, der, ED25519.length, 32);
    }
    return KeyFactory.getInstance(family).generatePublic(new X509EncodedKeySpec(der));
  }

  @Override
  public String sign(Signing signing, Reading reading, byte[] key) {
    byte[] content = signing.signed().bytes(reading, signing);
    return Bytes.encode(sign(reading, family, algorithm, content), encoding);
  }

  /** A signature by the secret's {@code privateKey}. */
  static byte[] sign(Reading reading, String family, String algorithm, byte[] content) {
    String own = reading.secret("privateKey");
    if (own == null || content == null) {
      throw new IllegalStateException(
          "only the source itself can sign this: it takes the privateKey that belongs to its key");
    }
    try {
      PrivateKey secret =
          KeyFactory.getInstance(family)
              .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(own)));
      Signature signature = Signature.getInstance(algorithm);
      signature.initSign(secret);
      signature.update(content);
      return signature.sign();
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new IllegalStateException("the secret's privateKey does not fit the scheme", e);
    }
  }
}
