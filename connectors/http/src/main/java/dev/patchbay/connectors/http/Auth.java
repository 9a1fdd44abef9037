package dev.patchbay.connectors.http;

import dev.patchbay.connectors.spi.MisconfiguredException;
import dev.patchbay.core.catalog.ConnectorEntry;
import dev.patchbay.core.expression.Escape;
import dev.patchbay.core.expression.Template;
import dev.patchbay.core.secret.Secret;
import java.net.URI;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** How requests show who sends them. Thread-safe. */
interface Auth {
  /** Shows nothing, or what the address itself shows. */
  Auth NONE = (request, _) -> request;

  /**
   * The request with what shows its sender. The last thing that is done to it, since it may be
   * signed.
   *
   * @param input of the entry's templates
   * @throws AuthException where what shows it cannot be had
   */
  HttpRequest signed(HttpRequest request, Map<String, Object> input);

  /** The destination refused it: whether it is worth another try with something new. */
  default boolean renew() {
    return false;
  }

  /**
   * What requests have shown of late that is as secret as the secret, and that an answer may quote.
   */
  default Collection<String> shown() {
    return List.of();
  }

  static Auth of(ConnectorEntry.Auth auth, Secret secret, Transport transport, Clock clock) {
    if (auth == null) {
      return NONE;
    }
    return switch (auth.type()) {
      case BEARER ->
          (request, input) ->
              header(request, "Authorization", "Bearer ", text(auth.value(), input));
      case BASIC -> new Basic(auth, secret);
      case HEADER ->
          (request, input) -> header(request, auth.name(), "", text(auth.value(), input));
      case QUERY -> (request, input) -> query(request, auth.name(), text(auth.value(), input));
      case OAUTH2 -> new ClientCredentials(auth, secret, transport, clock);
      case AWS -> new AwsSignature(auth, clock);
      case STANDARD_WEBHOOKS -> new StandardWebhooks(auth, clock);
      case EACH -> Each.of(auth, secret, transport, clock);
    };
  }

  /** What a template of the entry comes to; empty where the entry has none. */
  static String text(String template, Map<String, Object> input) {
    return template == null ? "" : Template.compile(template).render(input, Escape.LINE).strip();
  }

  private static HttpRequest header(HttpRequest request, String name, String before, String value) {
    return value.isEmpty() ? request : request.with(sendable(new Header(name, before + value)));
  }

  /** What shows the sender comes from the secret alone. */
  static Header sendable(Header header) {
    header
        .fault()
        .ifPresent(
            fault -> {
              throw new MisconfiguredException("what the secret shows: " + fault);
            });
    return header;
  }

  private static HttpRequest query(HttpRequest request, String name, String value) {
    if (value.isEmpty()) {
      return request;
    }
    String address = request.uri().toString();
    String more = Escape.URL.apply(name) + "=" + Escape.URL.apply(value);
    return request.with(URI.create(address + (address.contains("?") ? "&" : "?") + more));
  }

  /** What a template comes to that must come to something. */
  static String required(String what, String template, Map<String, Object> input) {
    String text = text(template, input);
    if (text.isEmpty()) {
      throw new MisconfiguredException("the secret names no " + what);
    }
    return text;
  }
}
