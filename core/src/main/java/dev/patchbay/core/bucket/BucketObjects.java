package dev.patchbay.core.bucket;

import dev.patchbay.core.aws.AwsClients;
import dev.patchbay.core.setting.Settings;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.utils.http.SdkHttpUtils;

/**
 * Objects of S3, written and read whole: the two calls that Patchbay makes, by the SDK's own
 * signer, credentials and HTTP client. The SDK's client for S3 would add a third to a function's
 * jar. Thread-safe.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObject.html">PutObject</a>
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html">GetObject</a>
 */
public final class BucketObjects {
  private static final int ATTEMPTS = 3;
  private static final Duration PAUSE = Duration.ofMillis(100);
  private static final Pattern CODE = Pattern.compile("<Code>([A-Za-z0-9]+)</Code>");

  private record Answer(int status, byte[] body) {
    boolean isPassing() {
      return status == 429 || status >= 500;
    }
  }

  private final Region region;
  private final URI endpoint;
  private final AwsCredentialsProvider credentials;

  /**
   * Objects of a region.
   *
   * @param endpoint in whose path buckets stand; null for AWS's own, where each has a host
   */
  public BucketObjects(Region region, URI endpoint, AwsCredentialsProvider credentials) {
    this.region = region;
    this.endpoint = endpoint;
    this.credentials = credentials;
  }

  /** Those that a function's environment names. */
  public static BucketObjects of(Settings settings) {
    return new BucketObjects(
        Region.of(settings.region()),
        settings.endpoint("S3").map(URI::create).orElse(null),
        AwsClients.credentials());
  }

  /**
   * Writes an object, in place of one of that key.
   *
   * @throws software.amazon.awssdk.core.exception.SdkException when S3 refuses it or does not
   *     answer
   */
  public void put(String bucket, String key, byte[] bytes, String contentType) {
    SdkHttpRequest request =
        request(SdkHttpMethod.PUT, bucket, key)
            .putHeader("Content-Type", contentType)
            .putHeader("Content-Length", Integer.toString(bytes.length))
            .build();
    answer(request, bytes);
  }

  /**
   * Reads an object.
   *
   * @throws software.amazon.awssdk.core.exception.SdkException when S3 refuses it or does not
   *     answer
   */
  public byte[] get(String bucket, String key) {
    return answer(request(SdkHttpMethod.GET, bucket, key).build(), new byte[0]);
  }

  private SdkHttpRequest.Builder request(SdkHttpMethod method, String bucket, String key) {
    String path = "/" + SdkHttpUtils.urlEncodeIgnoreSlashes(key);
    URI uri =
        endpoint == null
            ? URI.create(
                "https://%s.s3.%s.%s%s"
                    .formatted(
                        bucket, region.id(), region.metadata().partition().dnsSuffix(), path))
            : URI.create(endpoint.toString().replaceFirst("/+$", "") + "/" + bucket + path);
    return SdkHttpRequest.builder().method(method).uri(uri);
  }

  /** As often as the SDK's clients try: what passes may be over after a moment. */
  private byte[] answer(SdkHttpRequest request, byte[] body) {
    for (int attempt = 1; ; attempt++) {
      try {
        Answer answer = exchange(request, body);
        if (answer.status() / 100 == 2) {
          return answer.body();
        }
        if (!answer.isPassing() || attempt == ATTEMPTS) {
          throw refused(answer);
        }
      } catch (IOException e) {
        if (attempt == ATTEMPTS) {
          throw SdkClientException.create("S3 does not answer", e);
        }
      }
      pause(attempt);
    }
  }

  private Answer exchange(SdkHttpRequest request, byte[] body) throws IOException {
    ContentStreamProvider payload =
        body.length == 0 ? null : ContentStreamProvider.fromByteArray(body);
    SignedRequest signed =
        AwsV4HttpSigner.create()
            .sign(
                sign -> {
                  sign.request(request).identity(credentials.resolveCredentials());
                  if (payload != null) {
                    sign.payload(payload);
                  }
                  sign.putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "s3")
                      .putProperty(AwsV4HttpSigner.REGION_NAME, region.id())
                      // S3 takes a key as it is.
                      .putProperty(AwsV4HttpSigner.DOUBLE_URL_ENCODE, false)
                      .putProperty(AwsV4HttpSigner.NORMALIZE_PATH, false);
                });
    HttpExecuteRequest.Builder call = HttpExecuteRequest.builder().request(signed.request());
    signed.payload().ifPresent(call::contentStreamProvider);
    HttpExecuteResponse response = AwsClients.http().prepareRequest(call.build()).call();
    try (InputStream in =
        response.responseBody().<InputStream>map(one -> one).orElseGet(BucketObjects::nothing)) {
      return new Answer(response.httpResponse().statusCode(), in.readAllBytes());
    }
  }

  private static InputStream nothing() {
    return new ByteArrayInputStream(new byte[0]);
  }

  private static AwsServiceException refused(Answer answer) {
    Matcher code = CODE.matcher(new String(answer.body(), StandardCharsets.UTF_8));
    String word = code.find() ? code.group(1) : "no code";
    return AwsServiceException.builder()
        .statusCode(answer.status())
        .awsErrorDetails(
            AwsErrorDetails.builder()
                .serviceName("S3")
                .errorCode(word)
                .errorMessage("HTTP " + answer.status())
                .build())
        .message("S3 refused with HTTP %d, %s".formatted(answer.status(), word))
        .build();
  }

  private static void pause(int attempt) {
    long longest = PAUSE.toMillis() << attempt;
    try {
      Thread.sleep(ThreadLocalRandom.current().nextLong(longest));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw SdkClientException.create("interrupted before S3 answered", e);
    }
  }
}
