/**
 * The {@code patchbay} command: a folder for each family of commands, and what they share in {@code
 * command}, {@code files} and {@code hub}. Start at {@link dev.patchbay.cli.Main}.
 */
package dev.patchbay.cli;
