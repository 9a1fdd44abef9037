package dev.patchbay.webhooks.signature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.patchbay.core.catalog.CatalogFile;
import dev.patchbay.core.catalog.SourceEntry;
import dev.patchbay.core.secret.Secret;
import dev.patchbay.core.secret.Secrets;
import dev.patchbay.core.secret.UnknownSecretsException;
import dev.patchbay.webhooks.request.Refusal;
import dev.patchbay.webhooks.request.RefusedException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

final class VerifierTest {
  private static final SourceEntry GITHUB =
      CatalogFile.read(
              Path.of(System.getProperty("patchbay.root")).resolve("connector-catalog.json"))
          .source("github")
          .orElseThrow();

  @Test
  void anAccountAmongTooManyThatWereMadeUpIsToldToComeAgain() {
    Secrets spent =
        new Secrets() {
          @Override
          public List<Secret> versions(String name) {
            throw new UnknownSecretsException(name);
          }

          @Override
          public List<Secret> refreshed(String name, Duration youngerThan) {
            throw new UnknownSecretsException(name);
          }
        };

    assertThatThrownBy(() -> new Verifier(GITHUB, spent, null).current("github", "acme"))
        .isInstanceOfSatisfying(
            RefusedException.class,
            refused -> {
              assertThat(refused.refusal()).isEqualTo(Refusal.THROTTLED);
              assertThat(refused.refusal().status()).isEqualTo(429);
            });
  }
}
