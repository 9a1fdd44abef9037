package dev.patchbay.core.secret;

/** Too many secrets were asked for that do not exist; this one may, a little later. */
public final class UnknownSecretsException extends RuntimeException {
  public UnknownSecretsException(String name) {
    super("secret " + name + " was not asked for: too many before it do not exist");
  }
}
