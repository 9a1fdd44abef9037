package dev.patchbay.connectors.http;

import dev.patchbay.connectors.spi.MisconfiguredException;
import dev.patchbay.core.catalog.ConnectorEntry;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/** Signature Version 4 by AWS's own signer, as the function's role or as the secret's key. */
record AwsSignature(ConnectorEntry.Auth auth, Clock clock) implements Auth {
  @Override
  public HttpRequest signed(HttpRequest request, Map<String, Object> input) {
    SdkHttpRequest.Builder unsigned =
        SdkHttpRequest.builder()
            .method(SdkHttpMethod.fromValue(request.method()))
            .uri(request.uri());
    request.headers().forEach(unsigned::putHeader);
    SdkHttpRequest signed =
        AwsV4HttpSigner.create()
            .sign(
                sign ->
                    sign.request(unsigned.build())
                        .identity(identity(input))
                        .payload(ContentStreamProvider.fromByteArray(request.body()))
                        .putProperty(
                            AwsV4HttpSigner.SERVICE_SIGNING_NAME,
                            Auth.required("service", auth.service(), input))
                        .putProperty(
                            AwsV4HttpSigner.REGION_NAME,
                            Auth.required("region", auth.region(), input))
                        .putProperty(HttpSigner.SIGNING_CLOCK, clock))
            .request();
    Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    signed.forEachHeader(
        (name, values) -> headers.put(name, String.join(",", List.copyOf(values))));
    headers.remove("Host"); // the client writes it, as it was signed
    headers.remove("Content-Length");
    return new HttpRequest(
        request.method(), request.uri(), headers, request.body(), request.patience());
  }

  private AwsCredentialsIdentity identity(Map<String, Object> input) {
    String key = Auth.text(auth.username(), input);
    if (!key.isEmpty()) {
      return AwsCredentialsIdentity.create(
          key, Auth.required("secret access key", auth.password(), input));
    }
    try {
      return DefaultCredentialsProvider.builder().build().resolveCredentials();
    } catch (SdkClientException _) {
      throw new MisconfiguredException("there are no AWS credentials to sign with");
    }
  }
}
