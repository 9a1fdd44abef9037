package dev.patchbay.connectors.http;

import dev.patchbay.connectors.spi.MisconfiguredException;
import dev.patchbay.core.catalog.ConnectorEntry;
import dev.patchbay.core.catalog.ConnectorEntry.AuthType;
import dev.patchbay.core.secret.Secret;
import java.time.Clock;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Every way that the secret has something for, in order. */
record Each(List<Way> ways) implements Auth {
  private static final String AUTHORIZATION = "Authorization";

  /** Those that write the one header of which there may be no second. */
  private static final Set<AuthType> IN_AUTHORIZATION =
      EnumSet.of(AuthType.BEARER, AuthType.BASIC, AuthType.OAUTH2, AuthType.AWS);

  private record Way(AuthType type, Auth auth) {
    HttpRequest signed(HttpRequest request, Map<String, Object> input) {
      if (IN_AUTHORIZATION.contains(type) && request.headers().containsKey(AUTHORIZATION)) {
        throw new MisconfiguredException(
            "the secret has two values for the header Authorization; keep one of them");
      }
      return auth.signed(request, input);
    }
  }

  static Each of(ConnectorEntry.Auth each, Secret secret, Transport transport, Clock clock) {
    Map<String, Object> input = Map.of("secret", secret.fields(), "parameters", Map.of());
    return new Each(
        each.of().stream()
            .filter(way -> isThere(way, input))
            .map(way -> new Way(way.type(), Auth.of(way, secret, transport, clock)))
            .toList());
  }

  /** A signature marks what is sent with an id even where no secret signs it. */
  private static boolean isThere(ConnectorEntry.Auth way, Map<String, Object> input) {
    return way.type() == AuthType.STANDARD_WEBHOOKS
        || Stream.of(way.value(), way.username(), way.password(), way.tokenUrl())
            .anyMatch(template -> !Auth.text(template, input).isEmpty());
  }

  @Override
  public HttpRequest signed(HttpRequest request, Map<String, Object> input) {
    HttpRequest signed = request;
    for (Way way : ways) {
      signed = way.signed(signed, input);
    }
    return signed;
  }

  @Override
  public boolean renew() {
    return ways.stream().map(way -> way.auth().renew()).reduce(false, Boolean::logicalOr);
  }

  @Override
  public Collection<String> shown() {
    return ways.stream().flatMap(way -> way.auth().shown().stream()).toList();
  }
}
