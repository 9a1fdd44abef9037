package dev.patchbay.local.lambda;

import java.io.PrintStream;
import java.time.Clock;
import java.util.Map;

/**
 * What a function sees in place of the process: its own environment, its own output and the hub's
 * time.
 *
 * @param environment of this function alone
 * @param out stands in for {@code System.out} and {@code System.err}
 * @param clock stands in for {@code Clock.systemUTC()} in Patchbay's own classes: leases, rates and
 *     retries then go by the time that queues go by
 */
record FunctionOutside(Map<String, String> environment, PrintStream out, Clock clock) {}
