package dev.patchbay.connectors.box;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.openssl.jcajce.JceOpenSSLPKCS8EncryptorBuilder;
import org.bouncycastle.operator.OperatorCreationException;

/** RSA keys in PEM, written by the library with which the SDK would read them. */
final class Keys {
  static final String PASSPHRASE = "a-secret-passphrase";

  private Keys() {}

  static KeyPair pair() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  static String clear(KeyPair pair) {
    try {
      return written(new JcaPKCS8Generator(pair.getPrivate(), null));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String encrypted(KeyPair pair, ASN1ObjectIdentifier cipher, AlgorithmIdentifier prf) {
    try {
      var encryptor =
          new JceOpenSSLPKCS8EncryptorBuilder(cipher)
              .setProvider(new BouncyCastleProvider())
              .setPRF(prf)
              .setPassword(PASSPHRASE.toCharArray())
              .build();
      return written(new JcaPKCS8Generator(pair.getPrivate(), encryptor));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (OperatorCreationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String written(JcaPKCS8Generator key) throws IOException {
    StringWriter text = new StringWriter();
    try (JcaPEMWriter pem = new JcaPEMWriter(text)) {
      pem.writeObject(key);
    }
    return text.toString();
  }
}
