package dev.patchbay.connectors.http;

import dev.patchbay.connectors.spi.HttpOutcome;
import dev.patchbay.connectors.spi.Outcome;
import dev.patchbay.connectors.spi.Receipt;
import dev.patchbay.core.catalog.ConnectorEntry;
import dev.patchbay.core.expression.Escape;
import dev.patchbay.core.json.Json;
import dev.patchbay.core.json.JsonException;
import dev.patchbay.core.secret.Secret;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * OAuth 2 client credentials (RFC 6749, 4.4), the client shown by Basic as its section 2.3.1 asks
 * of every server. A token serves until shortly before its end, or until it is refused.
 */
final class ClientCredentials implements Auth {
  private static final Duration EARLY = Duration.ofSeconds(60);
  private static final long UNSAID = 300;

  /** A server that does not answer is left alone for so long by those who wait for its token. */
  private static final Duration QUIET = Duration.ofSeconds(2);

  private final ConnectorEntry.Auth auth;
  private final Map<String, Object> input;
  private final Transport transport;
  private final Clock clock;
  private String token;
  private String former;
  private Instant until = Instant.MIN;
  private AuthException failure;
  private long failed;

  ClientCredentials(ConnectorEntry.Auth auth, Secret secret, Transport transport, Clock clock) {
    this.auth = auth;
    this.input = Map.of("secret", secret.fields(), "parameters", Map.of());
    this.transport = transport.half();
    this.clock = clock;
  }

  @Override
  public HttpRequest signed(HttpRequest request, Map<String, Object> ignored) {
    return request.with(Auth.sendable(new Header("Authorization", "Bearer " + token())));
  }

  @Override
  public synchronized boolean renew() {
    until = Instant.MIN;
    return true;
  }

  /** The answer to a refused token may come after the next one's. */
  @Override
  public synchronized Collection<String> shown() {
    return Stream.of(token, former).filter(Objects::nonNull).toList();
  }

  private synchronized String token() {
    if (until.isAfter(clock.instant())) {
      return token;
    }
    if (failure != null && System.nanoTime() - failed < QUIET.toNanos()) {
      throw failure;
    }
    failure = null;
    switch (transport.exchange(request())) {
      case Exchange.Answered(Answer answer) -> take(answer);
      case Exchange.NotTrusted(String reason) ->
          throw new AuthException(new Outcome.Misconfigured("token: " + reason));
      case Exchange.NotSent(String reason) -> throw failed(reason);
      case Exchange.Broken(String reason) -> throw failed(reason);
      case Exchange.NoTurn _ -> throw new IllegalStateException("a token takes no turn");
    }
    return token;
  }

  /** Those who wait behind this one are not to wait for the same again. */
  private AuthException failed(String reason) {
    failure = new AuthException(new Outcome.Retry("token: " + reason, true));
    failed = System.nanoTime();
    return failure;
  }

  private HttpRequest request() {
    String client =
        Escape.URL.apply(Auth.required("client id", auth.username(), input))
            + ":"
            + Escape.URL.apply(Auth.required("client secret", auth.password(), input));
    String scope = Auth.text(auth.scope(), input);
    String form =
        "grant_type=client_credentials"
            + (scope.isEmpty() ? "" : "&scope=" + Escape.URL.apply(scope));
    Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    headers.put("Accept", "application/json");
    headers.put("Content-Type", "application/x-www-form-urlencoded");
    headers.put(
        "Authorization",
        "Basic " + Base64.getEncoder().encodeToString(client.getBytes(StandardCharsets.UTF_8)));
    return new HttpRequest(
        "POST",
        URI.create(Auth.required("token URL", auth.tokenUrl(), input)),
        headers,
        form.getBytes(StandardCharsets.UTF_8));
  }

  private void take(Answer answer) {
    if (answer.status() == 400) { // invalid_client, invalid_scope …: RFC 6749, 5.2
      throw new AuthException(
          new Outcome.Misconfigured("the token server refuses the client: HTTP 400"));
    }
    Outcome outcome =
        HttpOutcome.of(
            answer.status(), answer.headers().get("retry-after"), clock.instant(), Receipt.NONE);
    if (!(outcome instanceof Outcome.Delivered)) {
      throw new AuthException(
          outcome instanceof Outcome.Rejected
              ? new Outcome.Misconfigured("the token server answers HTTP " + answer.status())
              : outcome);
    }
    try {
      Map<String, Object> granted = Json.parseObject(answer.text());
      if (!(granted.get("access_token") instanceof String value)) {
        throw new JsonException("no access_token", null);
      }
      long seconds =
          granted.get("expires_in") instanceof Number number ? number.longValue() : UNSAID;
      former = token;
      token = value;
      until = clock.instant().plusSeconds(seconds).minus(EARLY);
    } catch (JsonException _) {
      throw new AuthException(
          new Outcome.Misconfigured("the token server's answer holds no access_token"));
    }
  }
}
