package dev.patchbay.connectors.http;

import dev.patchbay.connectors.spi.MisconfiguredException;
import dev.patchbay.connectors.spi.Outcome;
import dev.patchbay.core.catalog.ConnectorEntry.Compression;
import dev.patchbay.core.log.Log;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.zip.GZIPOutputStream;

/**
 * Makes a call: compressed, with what shows its sender, and once more, in its turn, where that was
 * refused.
 *
 * @param redirects whether one redirect to the same host is followed
 */
record Caller(Auth auth, Compression compression, boolean redirects, Transport transport) {
  private static final int UNAUTHORIZED = 401;

  /** Those that keep the method and the body (RFC 9110, 15.4), and the one that GitHub means so. */
  private static final Set<Integer> MOVED = Set.of(301, 307, 308);

  /** What showed the sender was there and had to be fetched from nobody. */
  private static final Duration AT_HAND = Duration.ofMillis(100);

  /** A body below this costs more to unpack than it saves. */
  private static final int WORTH_IT = 32 * 1024;

  /**
   * Makes a call, whose turn was taken.
   *
   * @param input of the entry's templates
   * @param turn takes that of a further call; false where there is none
   * @throws AuthException where nothing was sent
   */
  Exchange call(HttpRequest request, Map<String, Object> input, BooleanSupplier turn) {
    boolean isZipped = compression == Compression.GZIP && request.body().length >= WORTH_IT;
    HttpRequest ready = isZipped ? zipped(request) : request;
    Exchange first = exchange(ready, input);
    if (!(first instanceof Exchange.Answered(Answer answer))) {
      return first;
    }
    if (answer.status() == UNAUTHORIZED && auth.renew()) {
      return again(ready, input, turn);
    }
    return moved(request.uri(), answer)
        .map(address -> again(ready.with(address), input, turn))
        .orElse(first);
  }

  private Exchange again(HttpRequest ready, Map<String, Object> input, BooleanSupplier turn) {
    return turn.getAsBoolean() ? exchange(ready, input) : new Exchange.NoTurn();
  }

  /** A token that had to be fetched, from another server, takes of the call's time. */
  private Exchange exchange(HttpRequest ready, Map<String, Object> input) {
    long begun = System.nanoTime();
    HttpRequest signed = signed(ready, input);
    Duration spent = Duration.ofNanos(System.nanoTime() - begun);
    return (spent.compareTo(AT_HAND) < 0 ? transport : transport.less(spent)).exchange(signed);
  }

  /** Where a request is to go instead; what shows its sender goes to no other host. */
  private Optional<URI> moved(URI from, Answer answer) {
    String location = answer.headers().get("location");
    if (!redirects || !MOVED.contains(answer.status()) || location == null) {
      return Optional.empty();
    }
    try {
      URI address = from.resolve(location);
      boolean isSame =
          from.getScheme().equalsIgnoreCase(address.getScheme())
              && from.getRawAuthority().equalsIgnoreCase(address.getRawAuthority());
      Log.warn(
          isSame
              ? "what the route names has moved, and is found for now: name it anew"
              : "what the route names has moved to another host, where nothing is sent",
          "status",
          answer.status());
      return isSame ? Optional.of(address) : Optional.empty();
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  private HttpRequest signed(HttpRequest request, Map<String, Object> input) {
    try {
      return auth.signed(request, input);
    } catch (MisconfiguredException e) {
      throw new AuthException(new Outcome.Misconfigured(e.getMessage()));
    }
  }

  private static HttpRequest zipped(HttpRequest request) {
    ByteArrayOutputStream zipped = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(zipped)) {
      out.write(request.body());
    } catch (IOException e) {
      throw new IllegalStateException("memory does not fail", e);
    }
    return request.with("Content-Encoding", "gzip").with(zipped.toByteArray());
  }
}
