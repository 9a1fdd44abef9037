/** Dead letters: list, redrive, discard. */
package dev.patchbay.cli.deadletters;
