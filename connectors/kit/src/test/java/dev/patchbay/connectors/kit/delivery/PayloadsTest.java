package dev.patchbay.connectors.kit.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.patchbay.core.bucket.BucketObjects;
import dev.patchbay.core.event.Event;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;

class PayloadsTest {
  /** SHA-256 of "abc" (FIPS 180-2, appendix B.1). */
  private static final String ABC =
      "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

  private final HttpServer bucket =
      HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);

  PayloadsTest() throws IOException {
    bucket.createContext(
        "/",
        exchange -> {
          byte[] bytes = "abc".getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    bucket.start();
  }

  @AfterEach
  void stop() {
    bucket.stop(0);
  }

  private byte[] whole(String sha256) {
    Map<String, Object> ref = Map.of("bucket", "b", "key", "k", "size", 3, "sha256", sha256);
    URI endpoint = URI.create("http://127.0.0.1:" + bucket.getAddress().getPort());
    BucketObjects objects =
        new BucketObjects(
            Region.US_EAST_1,
            endpoint,
            StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")));
    return new Payloads(() -> objects)
        .whole(new Event(Map.of("data", Map.of("cut", true), "dataRef", ref)));
  }

  @Test
  void readsALargePayloadBackFromTheBucket() {
    assertThat(whole(ABC)).asString(StandardCharsets.UTF_8).isEqualTo("abc");
  }

  @Test
  void refusesWhatIsNotWhatWasPutThere() {
    assertThatThrownBy(() -> whole(ABC.replace('b', 'c')))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("is not what was put there");
  }

  @Test
  void asksNoBucketForWhatTheEventHolds() {
    assertThat(new Payloads(null).whole(new Event(Map.of("data", Map.of("n", 1)))))
        .asString(StandardCharsets.UTF_8)
        .isEqualTo("{\"n\":1}");
  }
}
