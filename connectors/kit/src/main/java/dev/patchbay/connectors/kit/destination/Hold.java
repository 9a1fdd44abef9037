package dev.patchbay.connectors.kit.destination;

import java.time.Duration;

/**
 * Why a delivery is not even tried now, and for how long.
 *
 * @param outcome the word for the log: throttled, misconfigured or down
 */
public record Hold(String outcome, String reason, Duration pause) {}
