package dev.patchbay.connectors.box;

import com.box.sdkgen.box.errors.BoxAPIError;
import com.box.sdkgen.networking.auth.Authentication;
import com.box.sdkgen.networking.network.NetworkSession;
import com.box.sdkgen.schemas.accesstoken.AccessToken;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Keeps the token that the calls are made with: one is asked for when there is none, and one more
 * when Box takes it for no good any more. Thread-safe; threads that need a new token at once ask
 * for one together.
 */
final class Login {
  private static final int UNAUTHORIZED = 401;

  private final Authentication authentication;
  private final boolean renews;
  private final NetworkSession session;

  /**
   * @param renews whether a new token can be had when one has run out
   */
  Login(Authentication authentication, boolean renews, NetworkSession session) {
    this.authentication = authentication;
    this.renews = renews;
    this.session = session;
  }

  /** Makes the calls, and once more with a new token where the old one has run out. */
  <T> T with(Supplier<T> calls) {
    String token = token();
    try {
      return calls.get();
    } catch (BoxAPIError refused) {
      if (refused.getResponseInfo().getStatusCode() != UNAUTHORIZED || !renews) {
        throw refused;
      }
      renew(token);
      return calls.get();
    }
  }

  private synchronized String token() {
    return token(() -> authentication.retrieveToken(session)).orElseGet(this::asked);
  }

  private synchronized void renew(String rejected) {
    if (rejected.equals(token())) {
      asked();
    }
  }

  private String asked() {
    return token(() -> authentication.refreshToken(session))
        .orElseThrow(() -> Refused.retry("Box's answer to the login holds no token"));
  }

  private static Optional<String> token(Supplier<AccessToken> call) {
    return BoxAnswer.read(() -> Optional.ofNullable(call.get().getAccessToken()));
  }
}
