/** Replay of a stretch of events from the archive. */
package dev.patchbay.cli.replay;
