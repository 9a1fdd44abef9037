package dev.patchbay.connectors.http;

import dev.patchbay.connectors.spi.MisconfiguredException;
import dev.patchbay.core.secret.Secret;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Trusts the certificates of a secret and no others: a server that shows one of them, whatever name
 * it bears, since nobody else has its key; and a server that bears its own name and was certified
 * by one of them. Thread-safe.
 */
final class Trust extends X509ExtendedTrustManager {
  private static final String FIELD = "certificate";

  private final List<X509Certificate> certificates;
  private final X509ExtendedTrustManager authorities;

  private Trust(List<X509Certificate> certificates) throws GeneralSecurityException, IOException {
    this.certificates = certificates;
    KeyStore anchors = KeyStore.getInstance(KeyStore.getDefaultType());
    anchors.load(null, null);
    for (X509Certificate certificate : certificates) {
      anchors.setCertificateEntry(Integer.toString(anchors.size()), certificate);
    }
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(anchors);
    this.authorities = (X509ExtendedTrustManager) factory.getTrustManagers()[0];
  }

  /**
   * The TLS of a secret's {@code certificate}: PEM, one or more; null where the secret has none,
   * and the public authorities are trusted.
   *
   * @throws MisconfiguredException where it is no certificate
   */
  static SSLContext of(Secret secret) {
    String pem = secret.text(FIELD);
    if (pem == null || pem.isBlank()) {
      return null;
    }
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {new Trust(certificates(pem))}, null);
      return context;
    } catch (GeneralSecurityException | IOException _) {
      throw new MisconfiguredException(
          "secret "
              + secret.name()
              + ": certificate must be PEM, from -----BEGIN CERTIFICATE-----");
    }
  }

  private static List<X509Certificate> certificates(String pem) throws CertificateException {
    byte[] bytes = pem.getBytes(StandardCharsets.US_ASCII);
    List<X509Certificate> certificates =
        CertificateFactory.getInstance("X.509")
            .generateCertificates(new ByteArrayInputStream(bytes))
            .stream()
            .map(X509Certificate.class::cast)
            .toList();
    if (certificates.isEmpty()) {
      throw new CertificateException("there is none");
    }
    return certificates;
  }

  private boolean isOneOfThem(X509Certificate[] chain) throws CertificateException {
    if (chain.length == 0 || !certificates.contains(chain[0])) {
      return false;
    }
    chain[0].checkValidity();
    return true;
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    if (!isOneOfThem(chain)) {
      authorities.checkServerTrusted(chain, authType, engine);
    }
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    if (!isOneOfThem(chain)) {
      authorities.checkServerTrusted(chain, authType, socket);
    }
  }

  /** Without the connection nobody knows the server's name, so only one of them will do. */
  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    if (!isOneOfThem(chain)) {
      throw new CertificateException("the server's name is not known");
    }
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    throw nobody();
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    throw nobody();
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    throw nobody();
  }

  private static CertificateException nobody() {
    return new CertificateException("nobody connects to a sender");
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return authorities.getAcceptedIssuers();
  }
}
