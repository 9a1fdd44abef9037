/** The files that say what a hub does, as options of the commands that read them. */
package dev.patchbay.cli.files;
