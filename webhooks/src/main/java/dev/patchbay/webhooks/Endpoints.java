package dev.patchbay.webhooks;

import dev.patchbay.core.log.Log;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.List;
import javax.net.ssl.HttpsURLConnection;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.eventbridge.endpoints.EventBridgeEndpointProvider;
import software.amazon.awssdk.services.secretsmanager.endpoints.SecretsManagerEndpointProvider;

/** The services' own addresses, which {@link Priming} greets to have TLS loaded. */
final class Endpoints {
  private static final int MILLIS = 3000;

  private Endpoints() {}

  /**
   * Opens a connection to each and closes it again: a request without credentials, which asks for
   * nothing and changes nothing. Where there is no network, that is said and no more.
   */
  static void greet(String region) {
    for (URI endpoint : of(Region.of(region))) {
      try {
        greet(endpoint);
      } catch (IOException e) {
        Log.warn("not greeted before the snapshot", "endpoint", endpoint, "cause", e.toString());
      }
    }
  }

  /** As the SDK's own rules have them. */
  static List<URI> of(Region region) {
    return List.of(
        EventBridgeEndpointProvider.defaultProvider()
            .resolveEndpoint(from -> from.region(region))
            .join()
            .url(),
        SecretsManagerEndpointProvider.defaultProvider()
            .resolveEndpoint(from -> from.region(region))
            .join()
            .url());
  }

  static void greet(URI endpoint) throws IOException {
    HttpsURLConnection connection = (HttpsURLConnection) endpoint.toURL().openConnection();
    connection.setConnectTimeout(MILLIS);
    connection.setReadTimeout(MILLIS);
    connection.setRequestProperty("Connection", "close");
    try {
      connection.getResponseCode();
      // A session that many restored snapshots would share is not to be resumed.
      connection.getSSLSession().ifPresent(session -> session.invalidate());
      try (InputStream body = connection.getErrorStream()) {
        if (body != null) {
          body.readNBytes(64 * 1024);
        }
      }
    } finally {
      connection.disconnect();
    }
  }
}
