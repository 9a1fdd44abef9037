package dev.patchbay.core.secret;

import dev.patchbay.core.json.Json;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.model.GetSecretValueResponse;
import software.amazon.awssdk.services.secretsmanager.model.ResourceNotFoundException;
import software.amazon.awssdk.services.secretsmanager.model.SecretsManagerException;

/**
 * Secrets of AWS Secrets Manager: {@code AWSCURRENT}, and {@code AWSPREVIOUS} only when that is
 * wanted, since it is a call of its own. Thread-safe. Kept for five minutes; that a secret does not
 * exist, for thirty seconds, and apart, so that names which somebody makes up push none out. A
 * cached value outlives its time while Secrets Manager fails.
 */
public final class AwsSecrets implements WritableSecrets {
  private static final Duration KEPT = Duration.ofMinutes(5);
  private static final Duration KEPT_ABSENT = Duration.ofSeconds(30);

  /**
   * What is known of a secret.
   *
   * @param isWhole whether the previous version was asked for too
   */
  private record Cached(List<Secret> versions, boolean isWhole, Instant at) {
    boolean youngerThan(Duration age, Instant now) {
      return at.plus(age).isAfter(now);
    }

    boolean isYoung(Instant now) {
      return youngerThan(KEPT, now);
    }
  }

  private final Supplier<SecretsManagerClient> client;
  private final Clock clock;
  private final Map<String, Cached> cache = new ConcurrentHashMap<>();
  private final Absences absences = new Absences();

  public AwsSecrets(Supplier<SecretsManagerClient> client, Clock clock) {
    this.client = client;
    this.clock = clock;
  }

  @Override
  public Optional<Secret> current(String name) {
    Cached cached = cache.get(name);
    return (cached != null && cached.isYoung(clock.instant())
            ? cached.versions()
            : read(name, cached, false, KEPT_ABSENT))
        .stream().findFirst();
  }

  @Override
  public List<Secret> versions(String name) {
    Cached cached = cache.get(name);
    return cached != null && cached.isWhole() && cached.isYoung(clock.instant())
        ? cached.versions()
        : read(name, cached, true, KEPT_ABSENT);
  }

  @Override
  public List<Secret> refreshed(String name, Duration youngerThan) {
    Cached cached = cache.get(name);
    return cached != null && cached.isWhole() && cached.youngerThan(youngerThan, clock.instant())
        ? cached.versions()
        : read(name, cached, true, youngerThan);
  }

  @Override
  public void put(String name, Map<String, Object> fields) {
    client.get().putSecretValue(put -> put.secretId(name).secretString(Json.write(fields)));
    cache.remove(name);
    absences.remove(name);
  }

  /**
   * @param absent for how long it is believed that there is none
   */
  private List<Secret> read(String name, Cached before, boolean whole, Duration absent) {
    if (before == null) {
      if (absences.has(name, absent, clock.instant())) {
        return List.of();
      }
      absences.admit(name, clock.instant());
    }
    List<Secret> versions = new ArrayList<>();
    try {
      stage(name, "AWSCURRENT").ifPresent(versions::add);
      if (whole && !versions.isEmpty()) {
        stage(name, "AWSPREVIOUS").ifPresent(versions::add);
      }
    } catch (SdkException e) {
      if (before == null) {
        throw isRefused(e) ? new SecretRefusedException(name, e) : e;
      }
      return before.versions();
    }
    if (versions.isEmpty()) {
      cache.remove(name);
      absences.add(name, clock.instant());
    } else {
      absences.remove(name);
      cache.put(name, new Cached(List.copyOf(versions), whole, clock.instant()));
    }
    return List.copyOf(versions);
  }

  private static boolean isRefused(SdkException e) {
    return e instanceof SecretsManagerException refusal
        && refusal.awsErrorDetails() != null
        && "AccessDeniedException".equals(refusal.awsErrorDetails().errorCode());
  }

  private Optional<Secret> stage(String name, String stage) {
    try {
      GetSecretValueResponse value =
          client.get().getSecretValue(get -> get.secretId(name).versionStage(stage));
      return value.secretString() == null ? Optional.empty() : Optional.of(secret(name, value));
    } catch (ResourceNotFoundException _) {
      return Optional.empty();
    }
  }

  private static Secret secret(String name, GetSecretValueResponse value) {
    Map<String, Object> fields = Json.parseObject(value.secretString());
    fields.values().removeIf(java.util.Objects::isNull);
    return new Secret(name, value.versionId() == null ? "" : value.versionId(), fields);
  }
}
