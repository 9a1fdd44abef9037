package dev.patchbay.webhooks.signature;

import dev.patchbay.webhooks.reading.Reading;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;

/** The secret itself at a place, as it is or as HTTP basic credentials (RFC 7617). */
record TokenScheme(boolean basic) implements Scheme {
  @Override
  public boolean verify(Signing signing, Reading reading, byte[] key, String value) {
    return MessageDigest.isEqual(wanted(key), value.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public String sign(Signing signing, Reading reading, byte[] key) {
    return new String(wanted(key), StandardCharsets.UTF_8);
  }

  private byte[] wanted(byte[] key) {
    return basic ? Base64.getEncoder().encode(key) : key;
  }
}
