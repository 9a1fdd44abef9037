package dev.patchbay.core.secret;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Where secrets are read. Implementations are thread-safe and cache. */
public interface Secrets {
  /** The name of a source's secret; the default account has no suffix. */
  static String ofSource(String source, String account) {
    return "patchbay/sources/" + source + ("default".equals(account) ? "" : "/" + account);
  }

  /** The name of a connector's secret. */
  static String ofConnector(String connector) {
    return "patchbay/connectors/" + connector;
  }

  /** The version to use; empty where the secret does not exist or has no value. */
  default Optional<Secret> current(String name) {
    return versions(name).stream().findFirst();
  }

  /**
   * The live versions of a secret: the current one first, then the previous one where it still
   * stands (a rotation). Empty where the secret does not exist or has no value.
   */
  List<Secret> versions(String name);

  /** As {@link #versions}, read afresh unless the cache is younger than the age given. */
  List<Secret> refreshed(String name, Duration youngerThan);
}
