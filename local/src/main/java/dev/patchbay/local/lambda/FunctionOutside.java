package dev.patchbay.local.lambda;

import java.io.PrintStream;
import java.util.Map;

/**
 * What a function sees in place of the process: its own environment and its own output.
 *
 * @param environment of this function alone
 * @param out stands in for {@code System.out} and {@code System.err}
 */
record FunctionOutside(Map<String, String> environment, PrintStream out) {}
