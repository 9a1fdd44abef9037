package dev.patchbay.webhooks.signature;

import dev.patchbay.webhooks.reading.Reading;

/**
 * A way to prove where a request comes from. Stateless and thread-safe; compares in constant time.
 */
sealed interface Scheme permits DigestScheme, TokenScheme, PublicKeyScheme, JwtScheme {
  /** Whether one value at the signature's place proves the request. */
  boolean verify(Signing signing, Reading reading, byte[] key, String value);

  /**
   * The value that {@link #verify} accepts, for samples and tests.
   *
   * @throws IllegalStateException when the secret does not hold what it takes to sign
   */
  String sign(Signing signing, Reading reading, byte[] key);
}
