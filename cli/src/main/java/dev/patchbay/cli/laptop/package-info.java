/** The hub on this machine: run it, its console, its sandbox. */
package dev.patchbay.cli.laptop;
