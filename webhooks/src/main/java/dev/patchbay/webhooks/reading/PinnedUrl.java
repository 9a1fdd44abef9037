package dev.patchbay.webhooks.reading;

import dev.patchbay.core.catalog.SourceEntry.Pinned;
import java.net.URI;
import java.util.Optional;
import java.util.regex.Pattern;

/** An address that a request names, given away only where its host is the source's. Thread-safe. */
public record PinnedUrl(Place place, Pattern hosts) {
  /** Compiles what an entry says of an address. */
  public static PinnedUrl of(Pinned from) {
    return new PinnedUrl(Place.of(from.url()), Pattern.compile(from.hosts()));
  }

  /** The address: https, no user, the usual port, and a host that the entry names. */
  public Optional<URI> in(Reading reading) {
    byte[] text = place.bytes(reading, null);
    try {
      return Optional.ofNullable(text)
          .map(bytes -> URI.create(Bytes.text(bytes)))
          .filter(
              url ->
                  "https".equals(url.getScheme())
                      && url.getUserInfo() == null
                      && url.getPort() == -1
                      && url.getHost() != null
                      && hosts.matcher(url.getHost()).matches());
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }
}
