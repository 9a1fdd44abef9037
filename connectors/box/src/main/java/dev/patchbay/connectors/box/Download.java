package dev.patchbay.connectors.box;

import dev.patchbay.core.setting.Once;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Semaphore;
import okhttp3.Dns;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;

/**
 * Fetches a file from an address that a payload may have named: https only and from the internet
 * only, at each redirect anew, save for the origins that the secret names. At most {@value
 * #LARGEST} bytes; reasons name the host and no more of the address, which may hold a secret.
 * Thread-safe.
 */
final class Download {
  static final long LARGEST = 100L * 1024 * 1024;
  private static final int REDIRECTS = 5;
  private static final Duration CONNECT = Duration.ofSeconds(5);

  /** A function's disk holds 512 MB, and its batch ten messages. */
  private static final int AT_ONCE = 4;

  private final Dns publicDns;
  private final Once<OkHttpClient> inside;
  private final Once<OkHttpClient> internet;
  private final List<HttpUrl> origins;
  private final long largest;
  private final Semaphore turns = new Semaphore(AT_ONCE, true);

  /**
   * @param origins beside those of the internet
   * @param patience for a whole download
   */
  Download(List<HttpUrl> origins, Dns dns, Duration patience, long largest) {
    this.publicDns = new PublicDns(dns);
    // Made when a file is fetched first, since most routes fetch none: each reads the trust store.
    this.inside = Once.of(() -> client(dns, patience));
    this.internet = Once.of(() -> inside.get().newBuilder().dns(publicDns).build());
    this.origins = List.copyOf(origins);
    this.largest = largest;
  }

  private static OkHttpClient client(Dns dns, Duration patience) {
    return new OkHttpClient.Builder()
        .dns(dns)
        .proxy(Proxy.NO_PROXY)
        .followRedirects(false)
        .connectTimeout(CONNECT)
        .callTimeout(patience)
        .build();
  }

  /**
   * The file at an address.
   *
   * @throws Refused where there is none, or none that may be fetched
   */
  Content fetch(String address) {
    HttpUrl url = HttpUrl.parse(address.strip());
    if (url == null) {
      throw Refused.rejected("fetch is no http or https address");
    }
    try {
      turns.acquire();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Refused.retry("the function was stopped");
    }
    try {
      return followed(url);
    } finally {
      turns.release();
    }
  }

  private Content followed(HttpUrl address) {
    HttpUrl url = address;
    for (int i = 0; i <= REDIRECTS; i++) {
      try (Response response = call(url)) {
        if (!response.isRedirect()) {
          return stored(url, response);
        }
        String location = response.header("Location");
        HttpUrl next = location == null ? null : url.resolve(location);
        if (next == null) {
          throw Refused.rejected(url.host() + " redirects to nowhere");
        }
        url = next;
      } catch (PublicDns.Inside _) {
        throw Refused.rejected(inside(url));
      } catch (IOException e) {
        throw Refused.retry(
            "the file cannot be fetched from " + url.host() + ": " + e.getClass().getSimpleName());
      }
    }
    throw Refused.rejected(address.host() + " redirects too often");
  }

  private Response call(HttpUrl url) throws IOException {
    boolean named = origins.stream().anyMatch(origin -> isOf(origin, url));
    if (!named && !url.isHttps()) {
      throw Refused.rejected(
          url.host()
              + " is not fetched from without https, unless the secret's fetchFrom names it");
    }
    if (!named && isLiteral(url.host())) {
      publicDns.lookup(url.host()); // the client resolves names alone
    }
    Request request =
        new Request.Builder()
            .url(url)
            .header("User-Agent", "patchbay")
            .header("Accept-Encoding", "identity")
            .build();
    return (named ? inside : internet).get().newCall(request).execute();
  }

  private Content stored(HttpUrl url, Response response) throws IOException {
    int status = response.code();
    if (!response.isSuccessful()) {
      String reason = url.host() + " answers HTTP " + status + " for the file";
      boolean mayPass = status == 408 || status == 425 || status == 429 || status >= 500;
      throw mayPass ? Refused.retry(reason) : Refused.rejected(reason);
    }
    Path file = Files.createTempFile("patchbay-", ".part");
    try {
      return copied(response, file);
    } catch (IOException | RuntimeException e) {
      Files.deleteIfExists(file);
      throw e;
    }
  }

  private Content copied(Response response, Path file) throws IOException {
    MessageDigest digest = Content.digest();
    long size = 0;
    byte[] buffer = new byte[64 * 1024];
    try (InputStream in = response.body().byteStream();
        OutputStream out = Files.newOutputStream(file)) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        size += read;
        if (size > largest) {
          throw Refused.rejected(
              "the file has more than the " + largest + " bytes that are fetched");
        }
        digest.update(buffer, 0, read);
        out.write(buffer, 0, read);
      }
    }
    return new Content.Stored(file, size, HexFormat.of().formatHex(digest.digest()));
  }

  private static String inside(HttpUrl url) {
    return url.host()
        + " is no address of the internet, and the secret's fetchFrom does not name it";
  }

  private static boolean isOf(HttpUrl origin, HttpUrl url) {
    return origin.scheme().equals(url.scheme())
        && origin.host().equals(url.host())
        && origin.port() == url.port();
  }

  private static boolean isLiteral(String host) {
    return host.contains(":") || host.matches("[0-9.]+");
  }
}
