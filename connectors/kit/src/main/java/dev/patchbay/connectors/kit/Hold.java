package dev.patchbay.connectors.kit;

import java.time.Duration;

/**
 * Why a delivery is not even tried now, and for how long.
 *
 * @param outcome the word for the log: throttled or misconfigured
 */
record Hold(String outcome, String reason, Duration pause) {}
