package dev.patchbay.local.sandbox;

import dev.patchbay.core.catalog.ConnectorEntry.Auth;
import dev.patchbay.core.expression.Escape;
import dev.patchbay.core.expression.Template;
import dev.patchbay.local.aws.iam.Permissions;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/**
 * The signatures that stand-ins verify as the real receivers do: by the time of the clock on the
 * wall, since who signs knows no other.
 *
 * @param permissions of the laptop's own roles, which sign with keys of theirs
 */
public record Proofs(Permissions permissions, InstantSource clock) {
  /** The one that an entry wants; empty where it wants none. */
  Optional<Proof> of(Auth verify) {
    return Optional.ofNullable(verify)
        .map(
            wanted ->
                switch (wanted.type()) {
                  case AWS -> new AwsProof(wanted, permissions, clock);
                  case STANDARD_WEBHOOKS -> new StandardWebhooksProof(wanted);
                  default ->
                      throw new IllegalStateException(
                          "a stand-in compares " + wanted.type() + " by an expression");
                });
  }

  /** What a template comes to over the secret alone. */
  static String text(String template, Map<String, Object> secret) {
    return template == null
        ? ""
        : Template.compile(template).render(Map.of("secret", secret), Escape.LINE).strip();
  }
}
