package dev.patchbay.local.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.standardwebhooks.Webhook;
import dev.patchbay.core.catalog.ConnectorEntry.Auth;
import dev.patchbay.core.json.Json;
import dev.patchbay.core.json.Records;
import dev.patchbay.local.aws.Signed;
import dev.patchbay.local.aws.iam.Permissions;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/** Signatures of AWS's own signer and of the Standard Webhooks library, read as by a receiver. */
class ProofsTest {
  private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");
  private static final Map<String, Object> KEY = Map.of("id", "AKIAEXAMPLE", "key", "secret");
  private static final Proof AWS =
      proof(
          """
          {"type": "aws", "service": "es", "region": "eu-west-1",
           "username": "{{ secret.id }}", "password": "{{ secret.key }}"}\
          """);
  private static final Proof HOOKS =
      proof("{\"type\": \"standard-webhooks\", \"value\": \"{{ secret.signing }}\"}");

  private static Proof proof(String verify) {
    return new Proofs(new Permissions(), InstantSource.fixed(NOW))
        .of(Records.bind(Json.parseObject(verify), Auth.class))
        .orElseThrow();
  }

  private static Signed signed(String key, String service, Instant at) {
    byte[] body = "{\"a\": 1}".getBytes(StandardCharsets.UTF_8);
    SdkHttpRequest request =
        SdkHttpRequest.builder()
            .method(SdkHttpMethod.POST)
            .uri(URI.create("http://127.0.0.1:8081/sandbox/opensearch/logs%3A1/_bulk"))
            .putHeader("Content-Type", "application/x-ndjson")
            .build();
    SdkHttpRequest signed =
        AwsV4HttpSigner.create()
            .sign(
                sign ->
                    sign.request(request)
                        .identity(AwsCredentialsIdentity.create("AKIAEXAMPLE", key))
                        .payload(ContentStreamProvider.fromByteArray(body))
                        .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, service)
                        .putProperty(AwsV4HttpSigner.REGION_NAME, "eu-west-1")
                        .putProperty(HttpSigner.SIGNING_CLOCK, Clock.fixed(at, ZoneOffset.UTC)))
            .request();
    Map<String, String> headers = new LinkedHashMap<>();
    signed.forEachHeader(
        (name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.getFirst()));
    return new Signed("POST", signed.encodedPath(), Map.of(), headers, body);
  }

  private static Signed with(Signed call, byte[] body) {
    return new Signed(call.method(), call.path(), call.query(), call.headers(), body);
  }

  @Test
  void knowsTheSignatureOfTheSecretsKey() {
    assertThat(AWS.found(signed("secret", "es", NOW), KEY)).isEqualTo(Proof.Found.GOOD);
    assertThat(AWS.found(signed("another", "es", NOW), KEY)).isEqualTo(Proof.Found.WRONG);
    assertThat(AWS.found(signed("secret", "aoss", NOW), KEY)).isEqualTo(Proof.Found.WRONG);
    assertThat(AWS.found(signed("secret", "es", NOW.minusSeconds(301)), KEY))
        .isEqualTo(Proof.Found.STALE);
    assertThat(AWS.found(with(signed("secret", "es", NOW), new byte[] {1}), KEY))
        .isEqualTo(Proof.Found.WRONG);
    assertThat(AWS.found(new Signed("POST", "/", Map.of(), Map.of(), new byte[0]), KEY))
        .isEqualTo(Proof.Found.MISSING);
  }

  @Test
  void withNoKeyInTheSecretTakesNobodyWhoHasNoRole() {
    assertThat(AWS.found(signed("secret", "es", NOW), Map.of())).isEqualTo(Proof.Found.WRONG);
  }

  private static Signed hooked(String secret, long seconds, String body) throws Exception {
    return new Signed(
        "POST",
        "/sandbox/webhook/x",
        Map.of(),
        Map.of(
            "webhook-id", "msg_1",
            "webhook-timestamp", Long.toString(seconds),
            "webhook-signature", new Webhook(secret).sign("msg_1", seconds, body)),
        body.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void knowsASignatureAfterStandardWebhooks() throws Exception {
    String secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    String other = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD";
    long now = Instant.now().getEpochSecond(); // the library has no other clock
    Map<String, Object> fields = Map.of("signing", secret);
    assertThat(HOOKS.found(hooked(secret, now, "{}"), fields)).isEqualTo(Proof.Found.GOOD);
    assertThat(HOOKS.found(hooked(secret, now, "{}"), Map.of("signing", other + " " + secret)))
        .isEqualTo(Proof.Found.GOOD);
    assertThat(HOOKS.found(hooked(other, now, "{}"), fields)).isEqualTo(Proof.Found.WRONG);
    assertThat(HOOKS.found(hooked(secret, now - 400, "{}"), fields)).isEqualTo(Proof.Found.WRONG);
    assertThat(HOOKS.found(with(hooked(secret, now, "{}"), "[]".getBytes()), fields))
        .isEqualTo(Proof.Found.WRONG);
    assertThat(HOOKS.found(hooked(secret, now, "{}"), Map.of("signing", "no base64!")))
        .isEqualTo(Proof.Found.WRONG);
    assertThat(HOOKS.found(new Signed("POST", "/", Map.of(), Map.of(), new byte[0]), fields))
        .isEqualTo(Proof.Found.MISSING);
  }
}
