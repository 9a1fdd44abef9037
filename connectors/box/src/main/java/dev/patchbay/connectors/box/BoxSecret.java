package dev.patchbay.connectors.box;

import com.box.sdkgen.box.ccgauth.BoxCCGAuth;
import com.box.sdkgen.box.ccgauth.CCGConfig;
import com.box.sdkgen.box.developertokenauth.BoxDeveloperTokenAuth;
import com.box.sdkgen.box.jwtauth.BoxJWTAuth;
import com.box.sdkgen.box.jwtauth.JWTConfig;
import com.box.sdkgen.networking.auth.Authentication;
import java.security.PrivateKey;
import java.util.ArrayList;
import java.util.List;
import okhttp3.HttpUrl;

/**
 * What the connector's secret holds: a token; or the client credentials of an app and whom it acts
 * for; or, with its key pair, an app's settings as Box hands them out in a file
 * (https://developer.box.com/guides/authentication/).
 *
 * @param token a developer token lives for an hour
 * @param enterpriseId acts as the app's service account
 * @param userId acts as that user, before {@code enterpriseId}
 * @param boxAppSettings of Box's file
 * @param enterpriseID of Box's file
 * @param userID of Box's file
 * @param fetchFrom origins that files are fetched from though they are not public
 * @param baseUrl of a proxy or a stand-in, in place of {@code https://api.box.com}
 * @param rate read by the kit
 */
record BoxSecret(
    String token,
    String clientId,
    String clientSecret,
    String enterpriseId,
    String userId,
    AppSettings boxAppSettings,
    String enterpriseID,
    String userID,
    List<String> fetchFrom,
    String baseUrl,
    Object rate) {

  /** An app's settings. */
  record AppSettings(String clientID, String clientSecret, AppAuth appAuth) {
    @Override
    public String toString() {
      return "AppSettings";
    }
  }

  /** An app's key pair; blank where it has none and logs in by its client secret alone. */
  record AppAuth(String publicKeyID, String privateKey, String passphrase) {
    @Override
    public String toString() {
      return "AppAuth";
    }
  }

  BoxSecret {
    if (boxAppSettings != null) {
      clientId = boxAppSettings.clientID();
      clientSecret = boxAppSettings.clientSecret();
      enterpriseId = given(enterpriseId) ? enterpriseId : enterpriseID;
      userId = given(userId) ? userId : userID;
    }
    boolean credentials =
        given(clientId) && given(clientSecret) && (given(enterpriseId) || given(userId));
    if (!given(token) && !credentials) {
      throw new IllegalArgumentException(
          "needs a token, or clientId and clientSecret with enterpriseId or userId, or Box's file"
              + " of an app's settings with its enterpriseID");
    }
  }

  /**
   * How the SDK logs in.
   *
   * @throws IllegalArgumentException where the private key cannot be read
   */
  Authentication authentication() {
    if (given(token)) {
      return new BoxDeveloperTokenAuth(token.strip());
    }
    String enterprise = given(userId) ? null : enterpriseId;
    String user = given(userId) ? userId : null;
    return hasKey()
        ? withKey(boxAppSettings.appAuth(), enterprise, user)
        : new BoxCCGAuth(
            new CCGConfig.Builder(clientId, clientSecret)
                .enterpriseId(enterprise)
                .userId(user)
                .build());
  }

  private Authentication withKey(AppAuth app, String enterprise, String user) {
    PrivateKey key =
        PrivateKeys.read(app.privateKey(), app.passphrase() == null ? "" : app.passphrase());
    return new BoxJWTAuth(
        new JWTConfig.Builder(clientId, clientSecret, app.publicKeyID(), "", "")
            .enterpriseId(enterprise)
            .userId(user)
            .privateKeyDecryptor((_, _) -> key)
            .build());
  }

  private boolean hasKey() {
    return boxAppSettings != null
        && boxAppSettings.appAuth() != null
        && given(boxAppSettings.appAuth().privateKey());
  }

  /** Whether a new token can be had when one has run out. */
  boolean renews() {
    return !given(token);
  }

  /**
   * The origins of fetchFrom.
   *
   * @throws IllegalArgumentException where one is none
   */
  List<HttpUrl> origins() {
    List<HttpUrl> origins = new ArrayList<>();
    for (String text : fetchFrom) {
      HttpUrl origin = HttpUrl.parse(text.strip());
      if (origin == null || !origin.encodedPath().equals("/")) {
        throw new IllegalArgumentException(
            "fetchFrom holds what is no origin such as http://files.internal:8080");
      }
      origins.add(origin);
    }
    return origins;
  }

  @Override
  public String toString() {
    return "BoxSecret";
  }

  private static boolean given(String value) {
    return value != null && !value.isBlank();
  }
}
