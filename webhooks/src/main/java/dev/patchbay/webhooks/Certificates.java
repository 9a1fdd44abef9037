package dev.patchbay.webhooks;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Where a certificate that a request names is read. Implementations are thread-safe. */
interface Certificates {
  /**
   * The certificate at an https address whose host was checked, or null where there is none that is
   * valid now.
   */
  X509Certificate at(URI url);

  /**
   * Fetches over https, without redirects, at most 64 KiB within three seconds; keeps what it read.
   */
  static Certificates fetched() {
    Map<URI, X509Certificate> known = new ConcurrentHashMap<>();
    return url -> {
      X509Certificate certificate = known.get(url);
      if (certificate == null) {
        certificate = fetch(url);
        if (certificate != null && known.size() < 100) {
          known.put(url, certificate);
        }
      }
      return valid(certificate);
    };
  }

  private static X509Certificate valid(X509Certificate certificate) {
    try {
      if (certificate != null) {
        certificate.checkValidity();
      }
      return certificate;
    } catch (GeneralSecurityException _) {
      return null;
    }
  }

  private static X509Certificate fetch(URI url) {
    try {
      HttpURLConnection connection = (HttpURLConnection) url.toURL().openConnection();
      connection.setConnectTimeout(3000);
      connection.setReadTimeout(3000);
      connection.setInstanceFollowRedirects(false);
      try (InputStream in = connection.getInputStream()) {
        return (X509Certificate)
            CertificateFactory.getInstance("X.509")
                .generateCertificate(new java.io.ByteArrayInputStream(in.readNBytes(64 * 1024)));
      }
    } catch (IOException | GeneralSecurityException _) {
      return null;
    }
  }
}
