package dev.patchbay.core.setting;

import java.util.Optional;
import java.util.function.Function;

/**
 * What a function's environment says, each name in one place; {@code template.yaml} sets them.
 * Thread-safe.
 */
public record Settings(Function<String, String> environment) {
  /** Those of this process. */
  public static Settings ofEnvironment() {
    return new Settings(System::getenv);
  }

  /** ARN of the event bus. */
  public String bus() {
    return required("PATCHBAY_BUS");
  }

  /** URL of the queue for events that the bus did not take. */
  public String overflow() {
    return required("PATCHBAY_OVERFLOW");
  }

  /** Name of the bucket for payloads that are too large for the bus. */
  public String bucket() {
    return required("PATCHBAY_BUCKET");
  }

  /** Name of the ledger table. */
  public String ledger() {
    return required("PATCHBAY_LEDGER");
  }

  /** Name of the connector that this function serves. */
  public String connector() {
    return required("PATCHBAY_CONNECTOR");
  }

  /** URL of the queue that this function reads. */
  public String queue() {
    return required("PATCHBAY_QUEUE");
  }

  /** URL of the dead-letter queue of the connector. */
  public String deadLetters() {
    return required("PATCHBAY_DEAD_LETTERS");
  }

  /** Path of a catalog file that takes the place of the entries in the jar. */
  public Optional<String> catalog() {
    return optional("PATCHBAY_CATALOG");
  }

  /** Base URL under which sources reach the hub, for the schemes that sign it. */
  public Optional<String> publicUrl() {
    return optional("PATCHBAY_PUBLIC_URL");
  }

  /** From where sources may call, as {@code SOURCE=CIDR} with commas between; may be empty. */
  public String allowedIps() {
    return optional("PATCHBAY_ALLOWED_IPS").orElse("");
  }

  /** Name of the secret that a proxy before the API sends along, where there must be one. */
  public Optional<String> originSecret() {
    return optional("PATCHBAY_ORIGIN_SECRET");
  }

  private Optional<String> optional(String name) {
    return Optional.ofNullable(environment.apply(name)).filter(value -> !value.isBlank());
  }

  private String required(String name) {
    return optional(name)
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "the environment variable " + name + " is not set; template.yaml sets it"));
  }
}
