package dev.patchbay.connectors.http;

import dev.patchbay.core.catalog.ConnectorEntry;
import dev.patchbay.core.secret.Secret;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** A user and a password (RFC 7617); where the secret has neither, nothing is shown. */
record Basic(ConnectorEntry.Auth auth, Secret secret) implements Auth {
  @Override
  public HttpRequest signed(HttpRequest request, Map<String, Object> input) {
    String both = encoded(input);
    return both.isEmpty() ? request : request.with("Authorization", "Basic " + both);
  }

  @Override
  public Collection<String> shown() {
    String both = encoded(Map.of("secret", secret.fields(), "parameters", Map.of()));
    return both.isEmpty() ? List.of() : List.of(both);
  }

  private String encoded(Map<String, Object> input) {
    String username = Auth.text(auth.username(), input);
    String password = Auth.text(auth.password(), input);
    return username.isEmpty() && password.isEmpty()
        ? ""
        : Base64.getEncoder()
            .encodeToString((username + ":" + password).getBytes(StandardCharsets.UTF_8));
  }
}
