package dev.patchbay.local.aws.iam;

import dev.patchbay.local.aws.Signed;
import java.security.SecureRandom;
import java.util.Base64;

/**
 * Credentials; those of a session are made at random and kept in memory only.
 *
 * @param secret never logged
 * @param token never logged; nothing where they are no session's
 */
public record AccessKey(String id, String secret, String token) {
  private static final String LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

  static AccessKey random(SecureRandom random) {
    StringBuilder id = new StringBuilder("ASIA"); // as AWS begins those of a session
    for (int i = 0; i < 16; i++) {
      id.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
    }
    return new AccessKey(id.toString(), text(random, 30), text(random, 48));
  }

  /** Whether a call bears the signature that this key makes, and its token. */
  public boolean signed(Signed call) {
    return new Signature(this).holds(call);
  }

  private static String text(SecureRandom random, int bytes) {
    byte[] made = new byte[bytes];
    random.nextBytes(made);
    return Base64.getEncoder().encodeToString(made);
  }

  @Override
  public String toString() {
    return "AccessKey[" + id + "]";
  }
}
