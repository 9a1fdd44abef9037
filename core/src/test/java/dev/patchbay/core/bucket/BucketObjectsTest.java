package dev.patchbay.core.bucket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.regions.Region;

class BucketObjectsTest {
  private final HttpServer s3 =
      HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
  private final Deque<Integer> statuses = new ArrayDeque<>();
  private final List<String> requests = new ArrayList<>();
  private final BucketObjects objects;

  BucketObjectsTest() throws IOException {
    s3.createContext(
        "/",
        exchange -> {
          byte[] body = exchange.getRequestBody().readAllBytes();
          requests.add(
              exchange.getRequestMethod()
                  + " "
                  + exchange.getRequestURI().getRawPath()
                  + " "
                  + new String(body, StandardCharsets.UTF_8)
                  + " "
                  + exchange.getRequestHeaders().getFirst("Content-Type")
                  + " "
                  + exchange.getRequestHeaders().getFirst("x-amz-content-sha256")
                  + " "
                  + exchange.getRequestHeaders().getFirst("X-Amz-Security-Token")
                  + " "
                  + exchange.getRequestHeaders().getFirst("Authorization"));
          int status = statuses.isEmpty() ? 200 : statuses.pop();
          byte[] answer =
              (status == 200 ? "abc" : "<Error><Code>AccessDenied</Code></Error>")
                  .getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(status, answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    s3.start();
    objects =
        new BucketObjects(
            Region.EU_CENTRAL_1,
            URI.create("http://127.0.0.1:" + s3.getAddress().getPort() + "/"),
            StaticCredentialsProvider.create(
                AwsSessionCredentials.create("key", "secret", "token")));
  }

  @AfterEach
  void stop() {
    s3.stop(0);
  }

  @Test
  void writesWithASignatureOverTheContent() {
    objects.put("payloads", "github/a b/ü.json", "{}".getBytes(), "application/json");
    assertThat(requests)
        .singleElement()
        .asString()
        .startsWith("PUT /payloads/github/a%20b/%C3%BC.json {} application/json ")
        // SHA-256 of {}
        .contains(
            " 44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a token"
                + " AWS4-HMAC-SHA256 Credential=key/")
        .contains("/eu-central-1/s3/aws4_request");
  }

  @Test
  void readsWhole() {
    assertThat(objects.get("payloads", "k")).asString().isEqualTo("abc");
  }

  @Test
  void whatPassesIsTriedAgain() {
    statuses.addAll(List.of(503, 500));
    assertThat(objects.get("payloads", "k")).asString().isEqualTo("abc");
    assertThat(requests).hasSize(3);
  }

  @Test
  void whatDoesNotPassIsSaidAtOnce() {
    statuses.add(403);
    assertThatThrownBy(() -> objects.get("payloads", "k"))
        .isInstanceOf(AwsServiceException.class)
        .hasMessageContaining("HTTP 403, AccessDenied");
    assertThat(requests).hasSize(1);
  }

  @Test
  void aBucketThatDoesNotAnswerIsAnErrorOfTheSdk() {
    s3.stop(0);
    assertThatThrownBy(() -> objects.put("payloads", "k", new byte[1], "text/plain"))
        .isInstanceOf(SdkException.class)
        .hasMessageContaining("S3 does not answer");
  }
}
