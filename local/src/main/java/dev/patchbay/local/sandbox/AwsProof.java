package dev.patchbay.local.sandbox;

import dev.patchbay.core.catalog.ConnectorEntry.Auth;
import dev.patchbay.local.aws.Signed;
import dev.patchbay.local.aws.iam.AccessKey;
import dev.patchbay.local.aws.iam.Permissions;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * AWS's Signature Version 4 for the service and the region that the entry names: by the secret's
 * access key, else by a key of the laptop's own roles.
 */
record AwsProof(Auth verify, Permissions permissions, InstantSource clock) implements Proof {
  private static final Pattern CREDENTIAL =
      Pattern.compile("AWS4-HMAC-SHA256 Credential=([^/]+)/\\d{8}/([^/]+)/([^/]+)/aws4_request,.*");
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  /** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-troubleshooting.html. */
  private static final Duration TOLERANCE = Duration.ofMinutes(5);

  @Override
  public Found found(Signed call, Map<String, Object> secret) {
    Matcher shown = CREDENTIAL.matcher(call.headers().getOrDefault("authorization", ""));
    if (!shown.matches()) {
      return Found.MISSING;
    }
    String region = Proofs.text(verify.region(), secret);
    boolean isMeant =
        shown.group(3).equals(Proofs.text(verify.service(), secret))
            && (region.isEmpty() || shown.group(2).equals(region));
    if (!isMeant || !isSigned(call, shown.group(1), secret)) {
      return Found.WRONG;
    }
    return isNow(call.headers().getOrDefault("x-amz-date", "")) ? Found.GOOD : Found.STALE;
  }

  private boolean isSigned(Signed call, String id, Map<String, Object> secret) {
    String own = Proofs.text(verify.username(), secret);
    return own.isEmpty()
        ? permissions.signed(id, call)
        : own.equals(id)
            && new AccessKey(own, Proofs.text(verify.password(), secret), "").signed(call);
  }

  private boolean isNow(String time) {
    try {
      Duration away = Duration.between(Instant.from(TIME.parse(time)), clock.instant());
      return away.abs().compareTo(TOLERANCE) <= 0;
    } catch (DateTimeException _) {
      return false;
    }
  }
}
