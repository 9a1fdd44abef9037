package dev.patchbay.core.setting;

import java.time.Duration;
import java.util.List;
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

  /** Name of the hub, which all of its metrics carry: its stack's. */
  public String hub() {
    return optional("PATCHBAY_HUB").orElse("patchbay");
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

  /** Address of X-Ray's daemon, which Lambda sets. */
  public Optional<String> traceDaemon() {
    return optional("AWS_XRAY_DAEMON_ADDRESS");
  }

  /** X-Ray's trace header of the invocation under way, where Lambda's runtime sets it here. */
  public Optional<String> traceHeader() {
    return optional("_X_AMZN_TRACE_ID");
  }

  /** The function's name, which Lambda sets. */
  public Optional<String> functionName() {
    return optional("AWS_LAMBDA_FUNCTION_NAME");
  }

  /** Sources whose entries a snapshot of the webhook function holds compiled. */
  public List<String> primedSources() {
    return optional("PATCHBAY_PRIMED_SOURCES")
        .map(names -> List.of(names.strip().split("\\s*,\\s*")))
        .orElse(List.of());
  }

  /** Region of AWS in which the function runs; Lambda sets it. */
  public String region() {
    return required("AWS_REGION");
  }

  /** The same, where it may not run on Lambda. */
  public Optional<String> anyRegion() {
    return optional("AWS_REGION");
  }

  /**
   * Where a service of AWS answers, if not at its own address, such as on the laptop
   * (https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html).
   *
   * @param service as the names of the variables end, such as {@code S3}
   */
  public Optional<String> endpoint(String service) {
    return optional("AWS_ENDPOINT_URL_" + service).or(() -> optional("AWS_ENDPOINT_URL"));
  }

  /**
   * Whether Lambda takes a snapshot of this process
   * (https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html).
   */
  public boolean isSnapStart() {
    return optional("AWS_LAMBDA_INITIALIZATION_TYPE").filter("snap-start"::equals).isPresent();
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
