package dev.patchbay.connectors.box;

import com.box.sdkgen.box.ccgauth.BoxCCGAuth;
import com.box.sdkgen.box.ccgauth.CCGConfig;
import com.box.sdkgen.box.developertokenauth.BoxDeveloperTokenAuth;
import com.box.sdkgen.networking.auth.Authentication;

/**
 * What the connector's secret holds: a token, or the client credentials of an app and whom it acts
 * for (https://developer.box.com/guides/authentication/client-credentials/).
 *
 * @param token a developer token lives for an hour
 * @param enterpriseId acts as the app's service account
 * @param userId acts as that user, before {@code enterpriseId}
 * @param baseUrl of a proxy or a stand-in, in place of {@code https://api.box.com}
 * @param rate read by the kit
 */
record BoxSecret(
    String token,
    String clientId,
    String clientSecret,
    String enterpriseId,
    String userId,
    String baseUrl,
    Object rate) {
  BoxSecret {
    boolean credentials =
        given(clientId) && given(clientSecret) && (given(enterpriseId) || given(userId));
    if (!given(token) && !credentials) {
      throw new IllegalArgumentException(
          "needs a token, or clientId and clientSecret with enterpriseId or userId");
    }
  }

  Authentication authentication() {
    if (given(token)) {
      return new BoxDeveloperTokenAuth(token);
    }
    return new BoxCCGAuth(
        new CCGConfig.Builder(clientId, clientSecret)
            .enterpriseId(given(enterpriseId) ? enterpriseId : null)
            .userId(given(userId) ? userId : null)
            .build());
  }

  /** Whether a new token can be had when one has run out. */
  boolean renews() {
    return !given(token);
  }

  @Override
  public String toString() {
    return "BoxSecret";
  }

  private static boolean given(String value) {
    return value != null && !value.isBlank();
  }
}
