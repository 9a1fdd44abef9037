/** Events of a running hub: send, list, trace, follow. */
package dev.patchbay.cli.events;
