package dev.patchbay.webhooks.signature;

import dev.patchbay.core.catalog.SourceEntry;
import dev.patchbay.core.secret.Secret;
import dev.patchbay.core.secret.Secrets;
import dev.patchbay.core.secret.UnknownSecretsException;
import dev.patchbay.webhooks.reading.Reading;
import dev.patchbay.webhooks.request.Refusal;
import dev.patchbay.webhooks.request.RefusedException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;

/**
 * Decides whether a request comes from its source; alone makes a {@link VerifiedRequest}.
 * Thread-safe.
 */
public final class Verifier {
  /** A forged request must not cost a call to Secrets Manager each. */
  private static final Duration REFRESH = Duration.ofSeconds(30);

  private final boolean keyless;
  private final List<Signing> alternatives;
  private final Secrets secrets;

  /**
   * @param certificates of the keys that requests name
   */
  public Verifier(SourceEntry entry, Secrets secrets, Certificates certificates) {
    this.keyless = entry.secret() == null || entry.secret().properties().isEmpty();
    this.alternatives =
        entry.signature().stream().map(one -> Signing.of(one, certificates)).toList();
    this.secrets = secrets;
  }

  /**
   * The current secret of an account, or null where the source keeps none; refused where it should
   * and is not there, and to be asked again where too many accounts were made up before it.
   */
  public Secret current(String source, String account) {
    if (keyless) {
      return null;
    }
    try {
      return secrets
          .current(Secrets.ofSource(source, account))
          .orElseThrow(
              () ->
                  new RefusedException(
                      Refusal.UNKNOWN_ACCOUNT, "there is no secret for this account"));
    } catch (UnknownSecretsException e) {
      // Not as an unknown account: this one may exist, and most sources send again after a 429.
      throw new RefusedException(Refusal.THROTTLED, "too many accounts that do not exist");
    }
  }

  /**
   * The request, verified: by the current version of the secret, and only where that does not
   * verify it by the one before and by what has come since.
   *
   * @throws RefusedException where no alternative of the signature holds with any version of the
   *     secret
   */
  public VerifiedRequest verify(Reading reading, String source, String account) {
    List<Secret> tried = Collections.singletonList(current(source, account));
    try {
      return verify(reading, tried);
    } catch (RefusedException e) {
      if (keyless || e.refusal() != Refusal.BAD_SIGNATURE) {
        throw e;
      }
    }
    String name = Secrets.ofSource(source, account);
    List<Secret> live = secrets.versions(name);
    try {
      return verify(reading, live);
    } catch (RefusedException e) {
      List<Secret> fresh = secrets.refreshed(name, REFRESH);
      if (fresh.equals(live) || e.refusal() != Refusal.BAD_SIGNATURE) {
        throw e;
      }
      return verify(reading, fresh);
    }
  }

  /**
   * A request made here of a source's sample: it came from nobody who would have to prove anything.
   */
  public static VerifiedRequest sample(Reading reading) {
    return new VerifiedRequest(reading, "sample", 0);
  }

  /** An event that AWS handed to a function of ours: IAM alone lets it. */
  public static VerifiedRequest deliveredByAws(Reading reading) {
    return new VerifiedRequest(reading, "iam", 0);
  }

  private VerifiedRequest verify(Reading reading, List<Secret> versions) {
    Signing.Verdict worst = Signing.Verdict.ABSENT;
    for (int version = 0; version < versions.size(); version++) {
      Reading tried = reading.with(versions.get(version));
      for (Signing alternative : alternatives) {
        Signing.Verdict verdict = alternative.verify(tried);
        if (verdict == Signing.Verdict.HELD) {
          return new VerifiedRequest(tried, alternative.name(), version);
        }
        worst = verdict.compareTo(worst) > 0 ? verdict : worst;
      }
    }
    throw refused(worst);
  }

  private static RefusedException refused(Signing.Verdict verdict) {
    return switch (verdict) {
      case STALE ->
          new RefusedException(Refusal.STALE_TIMESTAMP, "the signed time is out of tolerance");
      case BAD ->
          new RefusedException(Refusal.BAD_SIGNATURE, "no version of the secret verifies it");
      default ->
          new RefusedException(Refusal.NO_SIGNATURE, "no signature that the entry names is there");
    };
  }
}
