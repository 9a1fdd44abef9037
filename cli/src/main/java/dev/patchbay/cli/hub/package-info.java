/** The running hub that a command looks at, on this machine or on AWS, by the same calls. */
package dev.patchbay.cli.hub;
