package dev.patchbay.webhooks.door;

import dev.patchbay.core.secret.Secret;
import dev.patchbay.core.secret.Secrets;
import dev.patchbay.webhooks.request.RawRequest;
import dev.patchbay.webhooks.request.Refusal;
import dev.patchbay.webhooks.request.RefusedException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.List;

/**
 * Who may come to the door at all, before any signature is looked at: those who come by the proxy
 * where there must be one, and from an address that the account allows. To all others the account
 * does not exist. Thread-safe.
 */
public final class Door {
  /** Header that a proxy sends its secret in. */
  static final String ORIGIN = "x-patchbay-origin";

  /** Header that it sends the caller's address in, which is believed with the secret only. */
  static final String ADDRESS = "x-patchbay-address";

  /** Field of the secret. */
  private static final String FIELD = "secret";

  /** A caller who guesses must not cost a call to Secrets Manager each. */
  private static final Duration REFRESH = Duration.ofSeconds(30);

  private final AllowedIps allowed;
  private final String originSecret;
  private final Secrets secrets;

  /**
   * @param originSecret name of the proxy's secret; null where everybody may call the API itself
   */
  public Door(AllowedIps allowed, String originSecret, Secrets secrets) {
    this.allowed = allowed;
    this.originSecret = originSecret;
    this.secrets = secrets;
  }

  /** A door that lets everybody in. */
  public static Door open() {
    return new Door(AllowedIps.ANY, null, null);
  }

  /**
   * Lets a caller in.
   *
   * @throws RefusedException where he may not come in
   */
  public void admit(String source, String account, RawRequest request) {
    String address = request.address();
    if (originSecret != null) {
      if (!comesByProxy(request.header(ORIGIN))) {
        throw refused("it did not come by the proxy: no valid " + ORIGIN);
      }
      address = request.header(ADDRESS) == null ? address : request.header(ADDRESS);
    }
    if (!allowed.allows(source, account, address)) {
      throw refused("the parameter AllowedIps does not have its address");
    }
  }

  private static RefusedException refused(String detail) {
    return new RefusedException(Refusal.UNKNOWN_ACCOUNT, detail);
  }

  private boolean comesByProxy(String given) {
    return given != null
        && (isOneOf(secrets.versions(originSecret), given)
            || isOneOf(secrets.refreshed(originSecret, REFRESH), given));
  }

  /** Either of two live versions: CloudFront takes minutes to send a new one everywhere. */
  private static boolean isOneOf(List<Secret> versions, String given) {
    byte[] bytes = given.getBytes(StandardCharsets.UTF_8);
    return versions.stream()
        .map(version -> version.text(FIELD))
        .anyMatch(
            secret ->
                secret != null
                    && !secret.isEmpty()
                    && MessageDigest.isEqual(secret.getBytes(StandardCharsets.UTF_8), bytes));
  }
}
