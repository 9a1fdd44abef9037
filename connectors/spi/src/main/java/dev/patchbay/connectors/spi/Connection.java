package dev.patchbay.connectors.spi;

import dev.patchbay.core.catalog.ConnectorEntry;
import dev.patchbay.core.json.BindingException;
import dev.patchbay.core.secret.Secret;
import java.net.URI;

/**
 * What a connector needs to reach its destination: its secret and its catalog entry.
 *
 * @param memory what it remembers from one delivery to later ones
 */
public record Connection(Secret secret, ConnectorEntry entry, Memory memory) {
  /**
   * The secret's fields as a record.
   *
   * @throws MisconfiguredException naming the field that does not fit
   */
  public <T> T secret(Class<T> type) {
    try {
      return secret.as(type);
    } catch (BindingException e) {
      throw new MisconfiguredException("secret " + secret.name() + ": " + e.getMessage());
    }
  }

  /**
   * The secret's {@code baseUrl} (a proxy, another region, a stand-in), or the destination's own
   * address; without a slash at its end.
   */
  public URI baseUrl(String destination) {
    String url = secret.text("baseUrl");
    String chosen = url == null || url.isBlank() ? destination : url.strip();
    if (chosen == null || !chosen.matches("https?://[^/\\s].*")) {
      throw noAddress();
    }
    try {
      return URI.create(chosen.endsWith("/") ? chosen.substring(0, chosen.length() - 1) : chosen);
    } catch (IllegalArgumentException e) { // not chained: its message quotes the address
      throw noAddress();
    }
  }

  private MisconfiguredException noAddress() {
    return new MisconfiguredException(
        "secret " + secret.name() + ": baseUrl must be an http or https address");
  }
}
