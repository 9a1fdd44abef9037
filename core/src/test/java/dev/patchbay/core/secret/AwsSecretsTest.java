package dev.patchbay.core.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.patchbay.core.moto.Moto;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.model.GetSecretValueRequest;

/** Against Secrets Manager as moto plays it. */
final class AwsSecretsTest {
  private static final String CURRENT = "AWSCURRENT";
  private static final String PREVIOUS = "AWSPREVIOUS";

  private static Moto moto;

  private final List<String> asked = new ArrayList<>();
  private final String name = "patchbay/sources/" + UUID.randomUUID();
  private Instant now = Instant.parse("2026-11-27T10:00:00Z");
  private boolean isDown;
  private SecretsManagerClient client;
  private AwsSecrets secrets;

  @BeforeAll
  static void startMoto() throws Exception {
    moto = Moto.start();
  }

  @AfterAll
  static void stopMoto() {
    moto.close();
  }

  @BeforeEach
  void open() {
    ExecutionInterceptor listening =
        new ExecutionInterceptor() {
          @Override
          public void beforeExecution(Context.BeforeExecution at, ExecutionAttributes attributes) {
            if (isDown) {
              throw SdkClientException.create("no answer");
            }
            if (at.request() instanceof GetSecretValueRequest get) {
              asked.add(get.versionStage());
            }
          }
        };
    client =
        moto.client(
            SecretsManagerClient.builder()
                .overrideConfiguration(with -> with.addExecutionInterceptor(listening)));
    InstantSource clock = () -> now;
    secrets = new AwsSecrets(() -> client, clock.withZone(ZoneOffset.UTC));
  }

  private void put(String token) {
    String value = "{\"token\": \"" + token + "\"}";
    client.putSecretValue(put -> put.secretId(name).secretString(value));
  }

  private void rotated() {
    client.createSecret(create -> create.name(name).secretString("{\"token\": \"old\"}"));
    put("new");
  }

  private static List<String> tokens(List<Secret> versions) {
    return versions.stream().map(version -> version.text("token")).toList();
  }

  @Test
  void asksForTheCurrentVersionAloneUntilTheOneBeforeIsWanted() {
    rotated();
    assertThat(secrets.current(name).orElseThrow().text("token")).isEqualTo("new");
    assertThat(secrets.current(name)).isPresent();
    assertThat(asked).containsExactly(CURRENT);
    assertThat(tokens(secrets.versions(name))).containsExactly("new", "old");
    assertThat(tokens(secrets.versions(name))).containsExactly("new", "old");
    assertThat(secrets.current(name).orElseThrow().text("token")).isEqualTo("new");
    assertThat(asked).containsExactly(CURRENT, CURRENT, PREVIOUS);
  }

  @Test
  void keepsAVersionForFiveMinutesAndReadsItEarlierWhenToldTo() {
    rotated();
    secrets.current(name);
    put("newest");
    now = now.plus(Duration.ofMinutes(4));
    assertThat(secrets.current(name).orElseThrow().text("token")).isEqualTo("new");
    assertThat(tokens(secrets.refreshed(name, Duration.ofSeconds(10))))
        .containsExactly("newest", "new");
    put("after");
    now = now.plus(Duration.ofMinutes(5)).plusSeconds(1);
    assertThat(secrets.current(name).orElseThrow().text("token")).isEqualTo("after");
  }

  @Test
  void remembersForHalfAMinuteThatThereIsNone() {
    assertThat(secrets.current(name)).isEmpty();
    assertThat(secrets.versions(name)).isEmpty();
    assertThat(asked).containsExactly(CURRENT);
    rotated();
    now = now.plus(Duration.ofSeconds(31));
    assertThat(secrets.current(name)).isPresent();
  }

  @Test
  void goesOnWithWhatItKnowsWhileSecretsManagerFails() {
    rotated();
    secrets.current(name);
    isDown = true;
    now = now.plus(Duration.ofHours(1));
    assertThat(secrets.current(name)).isPresent();
    assertThat(tokens(secrets.versions(name))).containsExactly("new");
  }

  @Test
  void namesThatSomebodyMakesUpAreAskedForAHundredTimesAndThenOnceASecond() {
    for (int i = 0; i < 100; i++) {
      assertThat(secrets.current("patchbay/sources/github/made-up-" + i)).isEmpty();
    }
    for (int i = 100; i < 2000; i++) {
      String madeUp = "patchbay/sources/github/made-up-" + i;
      assertThatThrownBy(() -> secrets.current(madeUp)).isInstanceOf(UnknownSecretsException.class);
    }
    assertThat(asked).hasSize(100);
    now = now.plusSeconds(3);
    for (int i = 0; i < 3; i++) {
      assertThat(secrets.current("patchbay/sources/github/later-" + i)).isEmpty();
    }
    assertThatThrownBy(() -> secrets.current("patchbay/sources/github/fourth"))
        .isInstanceOf(UnknownSecretsException.class);
    assertThat(asked).hasSize(103);
  }

  @Test
  void namesThatSomebodyMakesUpPushNoneOutThatExistsAndTheseCostNothingOfTheirCalls() {
    rotated();
    assertThat(secrets.current(name)).isPresent();
    for (int second = 0; second < 30; second++) {
      now = now.plusSeconds(5);
      for (int i = 0; i < 100; i++) {
        String madeUp = "patchbay/sources/github/made-up-" + second + "-" + i;
        try {
          secrets.current(madeUp);
        } catch (UnknownSecretsException _) {
          // Past what is asked for.
        }
      }
    }
    int calls = asked.size();
    assertThat(secrets.current(name)).isPresent();
    assertThat(asked).hasSize(calls);
    now = now.plus(Duration.ofMinutes(6));
    assertThat(secrets.current(name)).isPresent();
    for (int i = 0; i < 150; i++) {
      String another = "patchbay/sources/github/account-" + i + "-" + UUID.randomUUID();
      client.createSecret(create -> create.name(another).secretString("{}"));
      assertThat(secrets.current(another)).isPresent();
    }
  }
}
