package dev.patchbay.local.sandbox;

import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.WebhookVerificationException;
import dev.patchbay.core.catalog.ConnectorEntry.Auth;
import dev.patchbay.local.aws.Signed;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A signature after https://www.standardwebhooks.com, verified by that project's own library, as a
 * receiver would. While one secret takes the place of another, either will do.
 */
record StandardWebhooksProof(Auth verify) implements Proof {
  private static final List<String> HEADERS =
      List.of(
          Webhook.UNBRANDED_MSG_ID_KEY,
          Webhook.UNBRANDED_MSG_TIMESTAMP_KEY,
          Webhook.UNBRANDED_MSG_SIGNATURE_KEY);

  @Override
  public Found found(Signed call, Map<String, Object> secret) {
    if (!call.headers().keySet().containsAll(HEADERS)) {
      return Found.MISSING;
    }
    String secrets = Proofs.text(verify.value(), secret);
    return Arrays.stream(secrets.split("\\s+"))
        .filter(one -> !one.isEmpty())
        .map(one -> found(call, one))
        .min(Found::compareTo)
        .orElse(Found.WRONG);
  }

  private static Found found(Signed call, String secret) {
    Map<String, List<String>> headers =
        HEADERS.stream()
            .collect(Collectors.toMap(name -> name, name -> List.of(call.headers().get(name))));
    try {
      new Webhook(secret).verify(new String(call.body(), StandardCharsets.UTF_8), headers);
      return Found.GOOD;
    } catch (WebhookVerificationException | IllegalArgumentException _) { // no base64, say
      return Found.WRONG;
    }
  }
}
