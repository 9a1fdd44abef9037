package dev.patchbay.core.catalog;

import dev.patchbay.core.catalog.SourceEntry.Signature;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;

/**
 * A key pair in place of a source's own, for sources that sign with a private key: the secret's
 * {@code publicKey}, written as the entry reads it, and beside it a {@code privateKey} (PKCS#8,
 * DER, base64) to sign samples with.
 */
public final class SourceKeys {
  private SourceKeys() {}

  /** Both fields; none where no alternative of the entry takes a public key. */
  public static Map<String, Object> of(SourceEntry entry) {
    for (Signature signature : entry.signature()) {
      Optional<String> algorithm = algorithm(signature);
      if (algorithm.isPresent()) {
        return fields(pair(algorithm.get()), signature.key() == null ? "" : signature.key());
      }
    }
    return Map.of();
  }

  private static Optional<String> algorithm(Signature signature) {
    return Optional.ofNullable(
        switch (signature.scheme()) {
          case ED25519 -> "Ed25519";
          case ECDSA -> "EC";
          case RSA -> "RSA";
          case JWT ->
              signature.algorithms().contains("RS256")
                  ? "RSA"
                  : signature.algorithms().contains("ES256") ? "EC" : null;
          default -> null;
        });
  }

  private static Map<String, Object> fields(KeyPair pair, String key) {
    byte[] der = pair.getPublic().getEncoded();
    boolean raw = pair.getPublic().getAlgorithm().equals("EdDSA");
    byte[] bytes = raw ? Arrays.copyOfRange(der, der.length - 32, der.length) : der;
    String text =
        key.contains("|unhex")
            ? HexFormat.of().formatHex(bytes)
            : Base64.getEncoder().encodeToString(bytes);
    return Map.of(
        "publicKey",
        text,
        "privateKey",
        Base64.getEncoder().encodeToString(pair.getPrivate().getEncoded()));
  }

  private static KeyPair pair(String algorithm) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
      if (algorithm.equals("EC")) {
        generator.initialize(256);
      }
      if (algorithm.equals("RSA")) {
        generator.initialize(2048); // the JDK's own size takes a young JVM half a minute
      }
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
