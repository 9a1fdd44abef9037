/**
 * What every command has: failures in words that say what to do, tables, progress, where files lie.
 */
package dev.patchbay.cli.command;
