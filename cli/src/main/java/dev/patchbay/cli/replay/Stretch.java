package dev.patchbay.cli.replay;

import java.time.Instant;
import java.util.Map;

/**
 * What of the archive is to happen again.
 *
 * @param from when EventBridge took the first of it
 * @param to when it took the last of it
 * @param wanted text by key of the detail, such as {@code type}; all of them hold
 * @param isSure whether there are such events as far as it is known; an event that is not known may
 *     be in the archive all the same
 */
record Stretch(Instant from, Instant to, Map<String, String> wanted, boolean isSure) {}
