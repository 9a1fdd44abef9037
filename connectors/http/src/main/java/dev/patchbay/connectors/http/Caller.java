package dev.patchbay.connectors.http;

import dev.patchbay.connectors.spi.MisconfiguredException;
import dev.patchbay.connectors.spi.Outcome;
import dev.patchbay.core.catalog.ConnectorEntry.Compression;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

/** Makes a call: compressed, with what shows its sender, and once more where that was refused. */
record Caller(Auth auth, Compression compression, Transport transport) {
  private static final int UNAUTHORIZED = 401;

  /** A body below this costs more to unpack than it saves. */
  private static final int WORTH_IT = 32 * 1024;

  /**
   * Makes a call.
   *
   * @param input of the entry's templates
   * @throws AuthException where nothing was sent
   */
  Exchange call(HttpRequest request, Map<String, Object> input) {
    boolean isZipped = compression == Compression.GZIP && request.body().length >= WORTH_IT;
    HttpRequest ready = isZipped ? zipped(request) : request;
    Exchange first = transport.exchange(signed(ready, input));
    return first instanceof Exchange.Answered(Answer answer)
            && answer.status() == UNAUTHORIZED
            && auth.renew()
        ? transport.exchange(signed(ready, input))
        : first;
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
