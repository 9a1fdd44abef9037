package dev.patchbay.webhooks;

import dev.patchbay.core.secret.Secret;
import dev.patchbay.core.secret.WritableSecrets;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Secrets in memory, by name. */
public record MemorySecrets(Map<String, List<Secret>> byName) implements WritableSecrets {
  @Override
  public List<Secret> versions(String name) {
    return byName.getOrDefault(name, List.of());
  }

  @Override
  public List<Secret> refreshed(String name, Duration youngerThan) {
    return versions(name);
  }

  @Override
  public void put(String name, Map<String, Object> fields) {
    byName.put(name, List.of(new Secret(name, "2", fields)));
  }
}
