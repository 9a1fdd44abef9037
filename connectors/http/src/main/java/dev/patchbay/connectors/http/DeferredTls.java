package dev.patchbay.connectors.http;

import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLContextSpi;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocketFactory;
import javax.net.ssl.SSLSessionContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;

/**
 * The JDK's own TLS, whose trust store is read at the first call that needs it: the JDK's client
 * reads it when it is made, a fifth of a second of a start, though the call be by plain HTTP or
 * trust one certificate alone. Thread-safe.
 */
final class DeferredTls extends SSLContext {
  static final SSLContext CONTEXT = new DeferredTls();

  private DeferredTls() {
    super(new Deferred(), null, "TLS");
  }

  private static final class Deferred extends SSLContextSpi {
    private static SSLContext jdk() {
      try {
        return SSLContext.getDefault();
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException("the JDK has no TLS", e);
      }
    }

    /** The client asks for these when it is made; the versions are those that it would keep. */
    private static SSLParameters versions() {
      return new SSLParameters(null, new String[] {"TLSv1.3", "TLSv1.2"});
    }

    @Override
    protected SSLParameters engineGetDefaultSSLParameters() {
      return versions();
    }

    @Override
    protected SSLParameters engineGetSupportedSSLParameters() {
      return versions();
    }

    @Override
    protected SSLEngine engineCreateSSLEngine() {
      return jdk().createSSLEngine();
    }

    @Override
    protected SSLEngine engineCreateSSLEngine(String host, int port) {
      return jdk().createSSLEngine(host, port);
    }

    @Override
    protected SSLSocketFactory engineGetSocketFactory() {
      return jdk().getSocketFactory();
    }

    @Override
    protected SSLServerSocketFactory engineGetServerSocketFactory() {
      return jdk().getServerSocketFactory();
    }

    @Override
    protected SSLSessionContext engineGetClientSessionContext() {
      return jdk().getClientSessionContext();
    }

    @Override
    protected SSLSessionContext engineGetServerSessionContext() {
      return jdk().getServerSessionContext();
    }

    @Override
    protected void engineInit(KeyManager[] keys, TrustManager[] trusted, SecureRandom random) {
      throw new UnsupportedOperationException("the JDK's own is initialised already");
    }
  }
}
