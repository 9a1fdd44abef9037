package dev.patchbay.webhooks.signature;

import dev.patchbay.webhooks.reading.Fetch;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.Date;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Keys of the certificates that requests name; each is fetched once and kept. Thread-safe. */
public final class Certificates {
  private static final int MOST = 100;

  private final Fetch fetch;
  private final Clock clock;
  private final Map<URI, X509Certificate> known = new ConcurrentHashMap<>();

  /**
   * @param fetch fetches a certificate, once
   */
  public Certificates(Fetch fetch, Clock clock) {
    this.fetch = fetch;
    this.clock = clock;
  }

  /**
   * The key of the certificate at a pinned address; empty where none is there that is valid now.
   */
  Optional<PublicKey> key(URI url) {
    Optional<X509Certificate> certificate =
        Optional.ofNullable(known.get(url)).or(() -> fetch.get(url).flatMap(Certificates::parse));
    if (known.size() < MOST) {
      certificate.ifPresent(one -> known.put(url, one));
    }
    return certificate.filter(this::isValid).map(X509Certificate::getPublicKey);
  }

  private static Optional<X509Certificate> parse(byte[] bytes) {
    try {
      return Optional.of(
          (X509Certificate)
              CertificateFactory.getInstance("X.509")
                  .generateCertificate(new ByteArrayInputStream(bytes)));
    } catch (GeneralSecurityException _) {
      return Optional.empty();
    }
  }

  private boolean isValid(X509Certificate certificate) {
    try {
      certificate.checkValidity(Date.from(clock.instant()));
      return true;
    } catch (GeneralSecurityException _) {
      return false;
    }
  }
}
