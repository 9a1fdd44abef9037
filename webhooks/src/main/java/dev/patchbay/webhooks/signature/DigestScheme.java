package dev.patchbay.webhooks.signature;

import dev.patchbay.core.catalog.SourceEntry.Encoding;
import dev.patchbay.webhooks.reading.Bytes;
import dev.patchbay.webhooks.reading.Reading;
import java.security.MessageDigest;
import javax.crypto.Mac;

/**
 * A digest over the signed content, keyed (HMAC) or plain where the content itself holds the
 * secret.
 */
record DigestScheme(String hash, Encoding encoding, boolean keyed) implements Scheme {
  DigestScheme {
    Bytes.known(hash);
  }

  @Override
  public boolean verify(Signing signing, Reading reading, byte[] key, String value) {
    byte[] given = Bytes.decode(value, encoding);
    byte[] own = given == null ? null : digest(signing, reading, key);
    return own != null && MessageDigest.isEqual(own, given);
  }

  @Override
  public String sign(Signing signing, Reading reading, byte[] key) {
    byte[] own = digest(signing, reading, key);
    if (own == null) {
      throw new IllegalStateException("the request lacks a header or parameter that is signed");
    }
    return Bytes.encode(own, encoding);
  }

  private byte[] digest(Signing signing, Reading reading, byte[] key) {
    if (keyed) {
      Mac mac = Bytes.mac(hash, key);
      return signing.signed().feed(reading, signing, mac::update) ? mac.doFinal() : null;
    }
    MessageDigest digest = Bytes.digest(hash);
    return signing.signed().feed(reading, signing, digest::update) ? digest.digest() : null;
  }
}
