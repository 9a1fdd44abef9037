package dev.patchbay.core.secret;

import java.util.Map;

/** Secrets that can also be written: for a source that hands its secret over by itself. */
public interface WritableSecrets extends Secrets {
  /**
   * Writes a new current version of a secret that exists; the one before stays as the previous.
   *
   * @throws RuntimeException when it cannot be written
   */
  void put(String name, Map<String, Object> fields);
}
