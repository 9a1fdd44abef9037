package dev.patchbay.connectors.box;

import static dev.patchbay.connectors.box.Keys.PASSPHRASE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.KeyPair;
import java.util.List;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.openssl.PKCS8Generator;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PrivateKeysTest {
  private static final KeyPair PAIR = Keys.pair();

  @Test
  void readsAKeyInTheClear() {
    assertThat(PrivateKeys.read(Keys.clear(PAIR), "")).isEqualTo(PAIR.getPrivate());
  }

  @TestFactory
  Stream<DynamicTest> readsAnEncryptedKey() {
    List<ASN1ObjectIdentifier> ciphers =
        List.of(
            PKCS8Generator.DES3_CBC,
            PKCS8Generator.AES_128_CBC,
            PKCS8Generator.AES_192_CBC,
            PKCS8Generator.AES_256_CBC);
    List<AlgorithmIdentifier> derivations =
        List.of(
            PKCS8Generator.PRF_HMACSHA1,
            PKCS8Generator.PRF_HMACSHA256,
            PKCS8Generator.PRF_HMACSHA512);
    return ciphers.stream()
        .flatMap(
            cipher ->
                derivations.stream()
                    .map(
                        prf ->
                            DynamicTest.dynamicTest(
                                "with " + cipher + " and " + prf.getAlgorithm(),
                                () ->
                                    assertThat(
                                            PrivateKeys.read(
                                                Keys.encrypted(PAIR, cipher, prf), PASSPHRASE))
                                        .isEqualTo(PAIR.getPrivate()))));
  }

  @Test
  void saysNothingOfAKeyThatItCannotOpen() {
    String pem = Keys.encrypted(PAIR, PKCS8Generator.DES3_CBC, PKCS8Generator.PRF_HMACSHA1);
    assertThatThrownBy(() -> PrivateKeys.read(pem, "another"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the private key cannot be read; its passphrase may be another's")
        .hasNoCause();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "-----BEGIN RSA PRIVATE KEY-----\nAAAA\n-----END RSA PRIVATE KEY-----",
        "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----",
        "-----BEGIN ENCRYPTED PRIVATE KEY-----\nMIL/////\n-----END ENCRYPTED PRIVATE KEY-----",
        "-----BEGIN ENCRYPTED PRIVATE KEY-----\n!\n-----END ENCRYPTED PRIVATE KEY-----"
      })
  void refusesWhatIsNoKey(String pem) {
    assertThatThrownBy(() -> PrivateKeys.read(pem, PASSPHRASE))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
