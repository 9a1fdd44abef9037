package dev.patchbay.connectors.http;

import dev.patchbay.connectors.spi.MisconfiguredException;
import dev.patchbay.core.catalog.ConnectorEntry;
import dev.patchbay.core.json.Json;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A signature over id, time and body
 * (https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md): the
 * id is the delivery's and stays the same at each attempt, the time is the attempt's. A secret that
 * is not set signs nothing; several, apart by spaces while one takes the place of another, sign
 * each.
 */
record StandardWebhooks(ConnectorEntry.Auth auth, Clock clock) implements Auth {
  private static final String PREFIX = "whsec_";

  @Override
  public HttpRequest signed(HttpRequest request, Map<String, Object> input) {
    String secrets = Auth.text(auth.value(), input);
    String id = "msg_" + Json.object(input.get("delivery")).get("id");
    String time = Long.toString(clock.instant().getEpochSecond());
    HttpRequest marked = request.with("webhook-id", id).with("webhook-timestamp", time);
    return secrets.isEmpty()
        ? marked
        : marked.with(
            "webhook-signature",
            Arrays.stream(secrets.split("\\s+"))
                .map(secret -> "v1," + signature(secret, id + "." + time + ".", request.body()))
                .collect(Collectors.joining(" ")));
  }

  private static String signature(String secret, String before, byte[] body) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key(secret), "HmacSHA256"));
      mac.update(before.getBytes(StandardCharsets.UTF_8));
      return Base64.getEncoder().encodeToString(mac.doFinal(body));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HmacSHA256", e);
    }
  }

  private static byte[] key(String secret) {
    try {
      return Base64.getDecoder()
          .decode(secret.startsWith(PREFIX) ? secret.substring(PREFIX.length()) : secret);
    } catch (IllegalArgumentException _) {
      throw new MisconfiguredException("the signing secret must be whsec_ and base64");
    }
  }
}
