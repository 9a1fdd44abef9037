package dev.patchbay.webhooks.reading;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.util.Optional;

/** Calls an address of a source whose host was checked. Implementations are thread-safe. */
public interface Fetch {
  /** What is answered with 2xx; empty for any other answer, and for none. */
  Optional<byte[]> get(URI url);

  /** Without redirects, at most 64 KiB, three seconds to connect and three to read. */
  static Optional<byte[]> https(URI url) {
    try {
      HttpURLConnection connection = (HttpURLConnection) url.toURL().openConnection();
      connection.setConnectTimeout(3000);
      connection.setReadTimeout(3000);
      connection.setInstanceFollowRedirects(false);
      try (InputStream in = connection.getInputStream()) {
        return connection.getResponseCode() / 100 == 2
            ? Optional.of(in.readNBytes(64 * 1024))
            : Optional.empty();
      }
    } catch (IOException _) {
      return Optional.empty();
    }
  }
}
