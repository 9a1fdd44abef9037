package dev.patchbay.connectors.kit.destination;

import java.time.Duration;

/**
 * Why a delivery is not even tried now, and for how long.
 *
 * @param outcome the word for the log: throttled, misconfigured or down
 */
public record Hold(String outcome, String reason, Duration pause) {
  /** Its invocation has too little time left for a call. */
  public static Hold noTime() {
    return new Hold("put off", "no time for a call was left", Duration.ofSeconds(1));
  }
}
