package dev.patchbay.core.secret;

/**
 * A secret that may not be read. To whoever may read by exact names only, Secrets Manager says this
 * of a secret that does not exist, too.
 */
public final class SecretRefusedException extends RuntimeException {
  SecretRefusedException(String name, Throwable cause) {
    super("secret " + name + " does not exist, or may not be read", cause);
  }
}
