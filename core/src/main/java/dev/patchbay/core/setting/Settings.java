package dev.patchbay.core.setting;

import java.time.Duration;
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

  /**
   * For how long the ledger knows a delivery: a day more than its event can be replayed.
   *
   * @throws IllegalStateException where the template's days are no number
   */
  public Duration ledgerKept() {
    String days = required("PATCHBAY_REPLAY_DAYS");
    if (!days.matches("[0-9]{1,5}")) {
      throw new IllegalStateException(
          "the environment variable PATCHBAY_REPLAY_DAYS must be a number of days, not " + days);
    }
    return Duration.ofDays(Long.parseLong(days) + 1);
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
